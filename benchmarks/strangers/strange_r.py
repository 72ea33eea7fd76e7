#!/usr/bin/env python3
"""Agent-based month of AIS (Yellow Sea, East China Sea, Sea of Japan), from 2018-10-05T00:00:00Z.
usage: strange_r.py SEED FOLDER [--hidden N]"""
import sys, os, json, math, heapq, zlib, base64, datetime
import numpy as np
H = 3600.0; D = 86400.0; TEND = 30 * D; TBEG = -5 * D
_MASK = "eNrlnL+PHUcdwGduj7eHctw+hcbC1u0pFLagiCU3V1y8TwKJkoImBVIuchE6ItE4kuXdxJKPAriUIKHYf4JFjXRjAnIauEhI0ICyJkimwuscKGtlvcP+fjuz3+/Oj73Ls8UrEvt2Pjfz/Tnf+e48E9J89sic2H72yM4ElqyEvbEiNrNH6QTWye1ZbwLrT2ADbs+Gk9hoAhtbs5wnK2JTa5fkPFsF63Bu7VjuNJZPWPMLyUb29jVn4yXLJsxryc6t2Der/16wYp9OWPNT1rHGSecZa2PfnOU/ncCyNk+aJyz+UbsvWLDpBPZZs5fZsI3AvkWSbVnPat64ZVNb1rVi0zZxZOZs3jp09QfK7FnnofmaaZMo6YeRAfu7S20w1EozYfluGww1xQzYLzqHrtmFibwPI4HdMdFzzfjmyZ23Sc6zY+PGKbvNODJknR5rMG8ksXMD9jeNY9nI+9uGZRYsFyLZjM0sK9mSTZtsZ7PmNoJtdJUvdqxOV5W8f6ti57oN2yz6shVrWXZXbHxpAvste/azn0TWbH5iPy//M7NnP5wwL5vAJhPY9Kzm3Ti7NWcvIJueMus+5yx09qWa7LNBMJzTqNKaNQ/yxpzQSI99Cq1Zk/0cevS2HsuhouqcJrsPPNrWY+MLUDss0ov9HwKPrjA93/gToGeqx/J/jpznVSwYhIsJrKaNrJobZ8VufAnzJiti8+eIpbosoGgn0mNtjHQqLFkRe9ryOposm8BCyUlh4I5NgJJ/TXNeKGNNYXX1nC/sWT5hXn7OWOAl+2vg6ZYmeww8fWkC60d67ONfDp96TI+FLOzEc2uWJJrzQuP2JrDrE1hNG1n0n0+HZRPYdAKbrYj9f1tzeteefT+Z4FexPft4AsunsGxF7IQ1H05g39u3Z59N8I18x3AT7euKTtDz7RX5VbowOxP22XxuP+/79mz6HWbPft+eTd6IrNl429ZG73Jm7VdRCK94pmaPyVW4xPciJfsIO/9psAlWDXm3NWpvAr8lOJjpsYbKUrOOhm9gOsF7b+rI12HTCSwqsAaLHnKYbT2585zvoafPLrRY2BiXJ7DbWiwcCne09l+E1fEruI7lhzp+lYKDck+H/Qe0OJp7Mw32Z+CAm/4vNFg4UK/iNzp7qoIF29ZhU7hHvn2swT6BbRR4aBZcso8SsMGhxR4+AuUNuZpN/SOGDGAq9uRxCI1ZcI15T5AxZ8x+8giJXw15T+4g8aujK6RHQfVYUCzHx3dIZbrSYmFxvzZymUw179aBPet9cwJ7C68IVPJ6T3RYeGXuO3gDQrUbOV/VYeEih2xosBnc6Xv3AK+ARtnrhNx/iFdAo2ou2P0YD+BRdpOQp0kVSG8YszPi8Lgy301jljJ326nYwFhXhLl+eRM8dbg5+7bre2W1aMMuZkHFumDeUZTPbt6wMVAZK0LB4X5p3yFLiZJ16zBxwcdI9fzd5v+f1IWmA4oEs7T5685xXaOWLMVZJrLNPGFYPfKKvzuaLGlNdq8ywZpXuJ2ry4bZckvhGT0s9DU8kCKs37rKW5WrB4U+yvcUDnLuFn9nq9c3K7ZwkGflbw+YDrt0Dp7ltZkL1YvWUJ6sDjm7UX3NoHQPQ7Yor+ZVpVSonorupTgNrhXLraq7aogZ6/bY0q1TiM2wA3uPjT2YxRvXYbHyuxXL/OUUG1pssEm2mF+xgahS9YsYZ7uY+s6tO4W8gegGGmyQcOJGhWvJd4bVPcLqqytOdee3N+8Ozjb90HMNe5tEbj0vA+aVcihdbzekmr20KNhIqrXGz74t+/M/MI8/2fVFPxhntxr2UZJQzm6G4qtPJBScH3W9nJL9lN8jPNrzRQeEXZLe+kvjzu2QL8gr5ILbjVzvsZJ5nU/ZvGO7+8abDjivvGM8+vfLi67/FFZHr//GMwqxgyi69jgoTVy/pA/qpe070jdRYI9cD3j1+rZm/SZaqHTwQCx0kR+Ud0gdVqedRq5FmSOK7FXZvWWlJBnN3+EPftX1kGjDOkmTb4lfNabgBPvKNX7yjde7zlVYC1bOn685pXPSjh0E/svFgO3r3UE86FXKsytlAnm3YwfBO7vA+Qf/Os+6PLv8zEpd+4yg7OarxQ8/8pmw+9efg4qNcZYUbPa911kv/LtjciV5XF4oQ9jSpH/tmiVUmjcrVjTOfp5tEEHR9aGzZF1W3hiEXfIrD6obipCiK2UX7I3WvoN5f1z9OIAU3ThicUpH2MqF806YARtvFEGBsIG4WzgDditMEJ9sQmfpcDKbXuhYhrAZoOgG5i0bD3d7cVcesgHKuio269hExXqZROdeit3LdaTKiaalYz69v4RdlCVy1bVf2i3trd3JCLKluEDFVlYq/nLeHGMpVO3RrMcWz7CtG/yde+S8YGJE4BBeT985E4wNxvXQZzPEsWL4x/UzrBTlapZh+34Isz7EIrq6LL3c8AAb5bsw25k2HuqqlSv3GSgvGdEzxlKZnQ3sm2NnnAHrDbJ8jp1TqFzNbwG9I91514dZHmMdPpa4ZVa8Pf117MTlQmx+auwVjHWGfiVH0kVMXgqxorJQXREgFsSQoT9AT6chxIJHnwjbIfuxX3zuAVIB7H2IzbRYP5LzVW2l5bZ0fILpyicQy/+4nPklnI1abWXi5taNOP8WzrZ5Jxc35OW5zMPZQQEhZ3gfY69GQrKEWA87yQeRkLS6soPLLgCwNyKxgmBySl2jKFvWeoHwdmAw1MM6CCXrCZ4cymv2sS6AnwoJIO9WEUnyAmxR34iZtlkFk0MN6gKkcpe++nchejd415YxvSkbeNDhL9nZIMQZga+bhgIbSOsLR9+A+0LGCMRt2hu/H+ELrwd8kX11nPWEFOn1bOtGeChArNAV/3jt7+PXIzz0xf4sueiO3saM3WXsS+yVNBxvTO1SjF3wttDGmkt7de8PUmfwH0VzabsSOIPUGaguR9ys9iuQPVZdnble+X8p75Mc23EwE+1W/p+XCtnFjEdQXZXKyvGz0Qi72cYKXlKgbrXesDlB2bFLviE8wNFmU7wcGbsgHCADtNmhz27qXHj3kQFHumxM0FImHmE9ZADVYF1hwHxgYDbCOoJQ5+QMOvrVLyqwy3cWvs7dccGIQSaxiZLtiCCV2FjJdlI5KdPbUJYO3bH0tUjUM9Fg2++9uqkpy0nbHnMzIQgV1+yD+qIob3snl/tspMF2w7p/ho7qfCkwEJzP6abS+S6TLzg97Ry4+uHdcdbrJwj62lHcZyM9Nmss038pqLpJ7QrzdjJSnVt+Alv+5X6duU3mzVqrVqEzc43Zanuq+uTchM07i5UTX+Mm8uadp5SSPzZiecfmH2/oZMk+y3rHi0O9r7p4wtnXWzan1Y5F74i7lsSOCuxI5+ZQ7k+PfNZC8cAecgM4EE9z8jkv1onfZtFyZzzTZGOoq65lo3qOQVc9+nJYyg0U7UmyjZyljdlcT8+VbKHBon1p2ICN9dgYWPMYG4g3Agc2GisbAtEBjVhf1KnLDRTtcejQr+lZwrCrITdRltAg4QA7sujgAR//jLEHE9jbCnYkdQTRhHmjM5x3hPU/sF/z3LNniYrlK2JxXTmRq2DxTOkxx55NiD2bEmt51Wx+JqzLqcq+Ec4GKpZpFDrGLFWzMc7mKjbB15xxW+dwuvewxs6xcMX3CyZByPyccEsDx0FKbBW9092FGFN0hJiIEVsLF6y9d3DmWLNhrMGmGOvas4mvZpM5Um4cqdnfz5XlBvo5TpW1mULgxCJvNKG0OfjGKz3SggnZ2OKf2S2akG8XB72dkYJyLAwDIPt4Wuz98pLpIIPoKStmAbBF6LHJfgBkED023YW6r64Wm1eXLmWB9fSce0fAnug/1GPBK+ERN/iIAm8REzYdOTEo1z6BlS1sxMYrYpMVsfkEVlK0GcteQFY08P8AR7f1Uw=="
LAND = np.unpackbits(np.frombuffer(zlib.decompress(base64.b64decode(_MASK)), np.uint8))[:440 * 480].reshape(440, 480).astype(bool)
FAT = LAND.copy()
for _i in (-1, 0, 1):
    for _j in (-1, 0, 1):
        FAT |= np.roll(np.roll(LAND, _i, 0), _j, 1)

def on(mask, la, lo):
    i = np.clip(((np.asarray(la) - 22) / .05).astype(int), 0, 439); j = np.clip(((np.asarray(lo) - 117) / .05).astype(int), 0, 479)
    return mask[i, j]
def nm(a, b):
    return 60 * math.hypot(a[0] - b[0], (a[1] - b[1]) * math.cos(math.radians((a[0] + b[0]) / 2)))
def clear(a, b, mask=FAT):
    n = max(3, int(nm(a, b) / 1.5)); f = np.linspace(0, 1, n)
    return not on(mask, a[0] + f * (b[0] - a[0]), a[1] + f * (b[1] - a[1])).any()

# code: name, country, locode, berth, roads, channel (berth outwards), berths
P = {}
def port(c, name, cc, loc, berth, roads, chan, nb=4):
    P[c] = dict(c=c, name=name, cc=cc, loc=loc, berth=berth, roads=roads, chan=chan, nb=nb, busy=0)
NCH = [(38.715, 125.25), (38.684, 125.165), (38.62, 124.98), (38.55, 124.62)]
port('NAM', 'NAMPO', 'KP', 'KP NAM', (38.722, 125.395), (38.615, 124.93), NCH, 5)
port('SGN', 'SONGNIM', 'KP', 'KP SON', (38.733, 125.632), (38.612, 124.90), [(38.712, 125.52), (38.718, 125.40)] + NCH, 2)
port('TAE', 'TAEAN', 'KP', 'KP TAE', (38.730, 125.505), (38.610, 124.95), [(38.716, 125.40)] + NCH, 2)
port('HAE', 'HAEJU', 'KP', 'KP HAE', (37.995, 125.705), (37.78, 125.52), [(37.88, 125.66), (37.74, 125.52), (37.70, 125.2), (37.72, 124.9), (37.78, 124.5)], 2)
port('WON', 'WONSAN', 'KP', 'KP WON', (39.165, 127.45), (39.21, 127.60), [(39.185, 127.50), (39.24, 127.68), (39.3, 128.0)], 3)
port('HUN', 'HUNGNAM', 'KP', 'KP HGM', (39.818, 127.625), (39.77, 127.66), [(39.77, 127.63), (39.66, 127.80), (39.5, 128.3)], 3)
port('KIM', 'KIMCHAEK', 'KP', 'KP SON', (40.668, 129.205), (40.62, 129.27), [(40.64, 129.24), (40.5, 129.55)], 2)
port('CHO', 'CHONGJIN', 'KP', 'KP CHO', (41.768, 129.815), (41.73, 129.83), [(41.745, 129.83), (41.66, 129.90), (41.5, 130.2)], 4)
port('RAJ', 'RAJIN', 'KP', 'KP RJN', (42.232, 130.292), (42.15, 130.29), [(42.17, 130.28), (42.08, 130.35), (41.9, 130.6)], 3)
port('RYO', 'RYONGAMPO', 'KP', 'KP', (39.925, 124.345), (39.72, 124.30), [(39.82, 124.27), (39.66, 124.26), (39.35, 124.1)], 3)
port('DDG', 'DANDONG', 'CN', 'CN DDG', (39.825, 124.155), (39.62, 124.08), [(39.74, 124.13), (39.55, 124.08), (39.3, 123.95)], 5)
port('DLC', 'DALIAN', 'CN', 'CN DLC', (38.975, 121.90), (38.88, 121.93), [(38.94, 121.93), (38.85, 122.02), (38.72, 122.1)], 9)
port('BAY', 'BAYUQUAN', 'CN', 'CN BAY', (40.29, 122.07), (40.20, 121.85), [(40.26, 121.98), (40.15, 121.8), (39.85, 121.2)], 6)
port('SHP', 'QINHUANGDAO', 'CN', 'CN SHP', (39.905, 119.64), (39.80, 119.75), [(39.88, 119.68), (39.72, 119.85), (39.5, 120.1)], 8)
port('JTG', 'JINGTANG', 'CN', 'CN JTG', (39.20, 119.01), (39.06, 119.12), [(39.15, 119.04), (39.0, 119.2)], 6)
port('CFD', 'CAOFEIDIAN', 'CN', 'CN CFD', (38.925, 118.50), (38.78, 118.62), [(38.89, 118.50), (38.75, 118.75)], 6)
port('TXG', 'TIANJIN', 'CN', 'CN TXG', (38.97, 117.79), (38.80, 118.10), [(38.955, 117.90), (38.85, 118.12), (38.7, 118.6)], 9)
port('LKU', 'LONGKOU', 'CN', 'CN LKU', (37.655, 120.31), (37.78, 120.27), [(37.70, 120.27), (37.82, 120.25), (38.0, 120.35)], 5)
port('YNT', 'YANTAI', 'CN', 'CN YNT', (37.565, 121.40), (37.62, 121.52), [(37.59, 121.44), (37.68, 121.58), (37.85, 121.7)], 6)
port('WEI', 'WEIHAI', 'CN', 'CN WEI', (37.43, 122.18), (37.47, 122.33), [(37.45, 122.24), (37.52, 122.38), (37.65, 122.5)], 4)
port('SHD', 'SHIDAO', 'CN', 'CN SHD', (36.88, 122.425), (36.80, 122.50), [(36.85, 122.45), (36.75, 122.55), (36.7, 122.75)], 4)
port('TAO', 'QINGDAO', 'CN', 'CN TAO', (36.02, 120.24), (35.95, 120.47), [(36.035, 120.29), (35.98, 120.36), (35.88, 120.5), (35.75, 120.8)], 9)
port('RZH', 'RIZHAO', 'CN', 'CN RZH', (35.38, 119.565), (35.30, 119.78), [(35.36, 119.62), (35.3, 119.85), (35.25, 120.2)], 7)
port('LSN', 'LANSHAN', 'CN', 'CN LSN', (35.085, 119.37), (35.02, 119.62), [(35.08, 119.44), (35.05, 119.7), (35.05, 120.1)], 5)
port('LYG', 'LIANYUNGANG', 'CN', 'CN LYG', (34.75, 119.46), (34.86, 119.80), [(34.775, 119.56), (34.83, 119.75), (34.9, 120.2)], 6)
port('SHA', 'SHANGHAI', 'CN', 'CN SHA', (31.36, 121.62), (31.05, 122.42), [(31.30, 121.76), (31.18, 122.0), (31.08, 122.3), (31.05, 122.7)], 10)
port('TAG', 'TAICANG', 'CN', 'CN TAG', (31.63, 121.23), (31.10, 122.45), [(31.52, 121.36), (31.38, 121.60), (31.30, 121.76), (31.18, 122.0), (31.08, 122.3), (31.05, 122.7)], 7)
port('NGB', 'NINGBO', 'CN', 'CN NGB', (29.945, 121.86), (29.78, 122.62), [(29.955, 121.95), (29.86, 122.10), (29.76, 122.28), (29.72, 122.5), (29.7, 122.9)], 8)
port('FOC', 'FUZHOU', 'CN', 'CN FOC', (26.04, 119.62), (26.02, 119.95), [(26.08, 119.70), (26.10, 119.85), (26.0, 120.2)], 4)
port('TXC', 'TAICHUNG', 'TW', 'TW TXG', (24.28, 120.51), (24.30, 120.40), [(24.285, 120.47), (24.35, 120.3)], 4)
port('KEL', 'KEELUNG', 'TW', 'TW KEL', (25.145, 121.75), (25.22, 121.80), [(25.165, 121.755), (25.35, 121.85)], 4)
port('INC', 'INCHEON', 'KR', 'KR INC', (37.46, 126.60), (37.30, 126.42), [(37.38, 126.54), (37.27, 126.43), (37.08, 126.15), (36.9, 125.75)], 7)
port('PTK', 'PYEONGTAEK', 'KR', 'KR PTK', (36.97, 126.83), (37.08, 126.40), [(37.02, 126.72), (37.08, 126.52), (37.06, 126.25), (36.9, 125.75)], 5)
port('KUV', 'GUNSAN', 'KR', 'KR KUV', (35.965, 126.60), (35.93, 126.32), [(35.955, 126.50), (35.94, 126.35), (35.9, 126.0)], 3)
port('KAN', 'GWANGYANG', 'KR', 'KR KAN', (34.90, 127.70), (34.62, 127.90), [(34.86, 127.77), (34.76, 127.80), (34.60, 127.88), (34.35, 128.0)], 7)
port('PUS', 'BUSAN', 'KR', 'KR PUS', (35.105, 129.06), (35.02, 129.04), [(35.075, 129.09), (35.02, 129.13), (34.93, 129.2)], 12)
port('USN', 'ULSAN', 'KR', 'KR USN', (35.49, 129.39), (35.42, 129.45), [(35.44, 129.40), (35.38, 129.47), (35.3, 129.65)], 7)
port('KPO', 'POHANG', 'KR', 'KR KPO', (36.02, 129.41), (36.10, 129.50), [(36.04, 129.43), (36.12, 129.52), (36.16, 129.75)], 5)
port('TGH', 'DONGHAE', 'KR', 'KR TGH', (37.49, 129.14), (37.50, 129.24), [(37.49, 129.18), (37.5, 129.4)], 3)
port('HKT', 'HAKATA', 'JP', 'JP HKT', (33.61, 130.39), (33.66, 130.32), [(33.64, 130.34), (33.70, 130.25), (33.8, 130.05)], 5)
port('KKJ', 'KITAKYUSHU', 'JP', 'JP KKJ', (33.92, 130.84), (33.98, 130.75), [(33.95, 130.84), (33.98, 130.78), (34.05, 130.6)], 5)
port('SMN', 'SAKAIMINATO', 'JP', 'JP SMN', (35.545, 133.25), (35.57, 133.36), [(35.55, 133.30), (35.60, 133.38), (35.75, 133.5)], 3)
port('MAI', 'MAIZURU', 'JP', 'JP MAI', (35.49, 135.37), (35.60, 135.36), [(35.55, 135.33), (35.62, 135.35), (35.8, 135.4)], 3)
port('KIJ', 'NIIGATA', 'JP', 'JP KIJ', (37.945, 139.06), (38.0, 139.05), [(37.975, 139.06), (38.05, 138.95)], 4)
port('NGS', 'NAGASAKI', 'JP', 'JP NGS', (32.725, 129.85), (32.70, 129.75), [(32.70, 129.80), (32.66, 129.65), (32.55, 129.4)], 3)
port('VVO', 'VLADIVOSTOK', 'RU', 'RU VVO', (43.105, 131.89), (43.00, 131.86), [(43.075, 131.86), (43.0, 131.80), (42.75, 131.80), (42.6, 131.8)], 6)
port('NJK', 'NAKHODKA', 'RU', 'RU NJK', (42.80, 132.885), (42.72, 132.93), [(42.77, 132.90), (42.68, 132.95), (42.5, 132.95)], 6)
port('VYP', 'VOSTOCHNY', 'RU', 'RU VYP', (42.74, 133.06), (42.70, 132.98), [(42.73, 133.02), (42.66, 132.98), (42.5, 132.95)], 5)
port('SLV', 'SLAVYANKA', 'RU', 'RU SLA', (42.86, 131.40), (42.83, 131.50), [(42.85, 131.44), (42.80, 131.58), (42.6, 131.7)], 3)
port('POS', 'POSYET', 'RU', 'RU POS', (42.65, 130.80), (42.55, 130.95), [(42.62, 130.85), (42.52, 130.98), (42.4, 131.15)], 3)
FIX = {'HAE': [(37.99, 125.7),(37.75, 125.52), [(37.94, 125.76),(37.9, 125.78),(37.82, 125.7),(37.78, 125.7),(37.75, 125.67),(37.73, 125.67),(37.69, 125.63),(37.69, 125.48),(37.64, 125.43),(37.64, 124.64),(37.78, 124.5)]], 'RAJ': [(42.23, 130.3),(42.15, 130.31), [(42.17, 130.3),(41.9, 130.57),(41.9, 130.6)]], 'LKU': [(37.655, 120.31),(37.785, 120.27), [(37.635, 120.27),(37.645, 120.19),(37.845, 120.19),(38.005, 120.35)]], 'WEI': [(37.43, 122.18),(37.47, 122.33), [(37.46, 122.19),(37.49, 122.24),(37.62, 122.37),(37.62, 122.47),(37.65, 122.5)]], 'SHD': [(36.88, 122.435),(36.8, 122.505), [(36.88, 122.455),(36.7, 122.635),(36.7, 122.755)]], 'LYG': [(34.75, 119.45),(34.86, 119.8), [(34.77, 119.43),(34.8, 119.46),(34.8, 120.1),(34.9, 120.2)]], 'NGB': [(29.94, 121.86),(29.78, 122.62), [(29.94, 121.91),(29.96, 121.93),(29.96, 121.99),(29.92, 122.03),(29.92, 122.17),(29.85, 122.24),(29.85, 122.29),(29.83, 122.31),(29.84, 122.33),(29.79, 122.38),(29.79, 122.49),(29.7, 122.58),(29.7, 122.9)]], 'HKT': [(33.61, 130.39),(33.67, 130.33), [(33.64, 130.33),(33.68, 130.33),(33.72, 130.29),(33.73, 130.12),(33.8, 130.05)]], 'KKJ': [(33.92, 130.84),(33.98, 130.75), [(33.95, 130.85),(33.97, 130.83),(33.98, 130.78),(33.97, 130.68),(34.05, 130.6)]], 'SMN': [(35.545, 133.27),(35.575, 133.36), [(35.525, 133.29),(35.515, 133.34),(35.555, 133.38),(35.635, 133.38),(35.755, 133.5)]], 'NGS': [(32.72, 129.85),(32.7, 129.74), [(32.7, 129.82),(32.74, 129.76),(32.74, 129.73),(32.55, 129.54),(32.55, 129.4)]], 'VVO': [(43.1, 131.89),(43.04, 131.91), [(43.07, 131.88),(43.03, 131.92),(43.03, 131.95),(43.0, 131.98),(42.92, 131.94),(42.74, 131.94),(42.6, 131.8)]], 'NJK': [(42.8, 132.895),(42.72, 132.935), [(42.81, 132.925),(42.78, 132.955),(42.5, 132.945)]], 'VYP': [(42.75, 133.06),(42.7, 132.98), [(42.76, 132.99),(42.72, 132.95),(42.5, 132.95)]], 'SLV': [(42.87, 131.4),(42.83, 131.5), [(42.89, 131.43),(42.88, 131.46),(42.84, 131.5),(42.81, 131.5),(42.6, 131.7)]], 'POS': [(42.64, 130.8),(42.55, 130.95), [(42.57, 130.86),(42.57, 130.9),(42.4, 131.08),(42.4, 131.15)]], 'WON': [(39.165, 127.45),(39.215, 127.6), [(39.195, 127.45),(39.215, 127.47),(39.185, 127.64),(39.185, 127.89),(39.295, 128.0)]], 'JTG': [(39.2, 119.02),(39.06, 119.12), [(39.0, 119.2)]], 'RYO': [(39.93, 124.34),(39.72, 124.3), [(39.9, 124.3),(39.83, 124.3),(39.8, 124.32),(39.77, 124.31),(39.73, 124.27),(39.53, 124.27),(39.35, 124.1)]]}
for _c, (_b, _r, _ch) in FIX.items(): P[_c].update(berth=_b, roads=_r, chan=_ch)
# gates out of the sea
for c, nme, cc, p in (('XSW', 'SINGAPORE', 'SG', (22.9, 118.3)), ('XPC', 'LONG BEACH', 'US', (30.85, 129.95)), ('XTS', 'TSUGARU', 'US', (41.2, 139.75)), ('XSE', 'MANILA', 'PH', (24.0, 123.4))):
    port(c, nme, cc, {'XSW': 'SG SIN', 'XPC': 'US LGB', 'XTS': 'US SEA', 'XSE': 'PH MNL'}[c], p, p, [p], 99)

SEA = [(38.6, 118.9), (38.75, 119.8), (39.2, 120.6), (39.7, 120.9), (38.6, 120.75), (38.55, 121.1), (38.35, 121.7), (38.2, 120.7), (38.1, 122.3), (37.75, 122.95), (37.3, 123.1),
       (36.7, 123.0), (36.1, 122.4), (35.6, 121.6), (35.2, 120.8), (35.0, 122.4), (34.0, 122.8), (33.0, 123.1), (32.0, 123.1), (31.2, 123.0), (30.4, 123.3), (29.6, 123.2), (28.5, 122.7),
       (27.4, 121.9), (26.6, 121.2), (25.9, 120.7), (25.6, 121.8), (25.3, 122.4), (24.6, 122.6), (25.2, 120.2), (24.4, 119.6), (23.6, 118.9), (38.9, 122.9), (38.9, 123.7), (39.1, 124.1),
       (38.4, 124.0), (37.7, 124.0), (37.0, 124.2), (36.9, 125.3), (36.1, 125.3), (35.2, 125.2), (34.5, 124.8), (33.6, 125.3), (34.0, 124.5), (36.0, 124.0), (35.0, 124.0), (37.9, 123.5),
       (32.9, 126.2), (32.9, 127.2), (33.75, 126.55), (33.8, 127.3), (33.9, 128.2), (34.3, 128.5), (34.7, 129.0), (34.9, 129.3), (35.3, 129.8), (35.5, 130.3), (36.1, 129.9), (37.0, 129.8),
       (37.6, 129.6), (38.3, 129.3), (39.2, 129.2), (40.1, 129.9), (40.8, 130.4), (41.4, 130.9), (42.0, 131.2), (42.3, 132.0), (42.2, 133.0), (40.5, 133.2), (38.8, 132.6), (37.9, 131.5),
       (36.6, 131.4), (36.8, 133.5), (38.3, 135.4), (40.2, 136.5), (41.1, 138.6), (39.4, 138.7), (38.6, 138.1), (37.75, 137.1), (37.8, 137.9), (37.95, 138.7), (37.2, 136.3), (36.4, 135.7),
       (35.95, 134.6), (35.8, 133.6), (35.8, 132.6), (35.2, 131.9), (34.8, 131.1), (34.4, 130.6), (34.6, 130.1), (34.0, 130.2), (33.75, 129.9), (33.5, 129.3), (33.55, 128.8), (33.1, 128.3),
       (32.4, 128.4), (32.4, 129.2), (31.4, 129.0), (30.8, 128.5), (31.5, 126.5), (31.6, 125.0), (30.5, 125.0), (30.5, 127.0), (29.3, 125.0), (28.3, 124.3), (27.2, 123.6), (26.3, 122.9), (29.0, 127.0), (24.4, 123.0)]
JEJU = {i for i, p in enumerate(SEA) if p in ((33.75, 126.55), (33.8, 127.3))}   # strait shut to DPRK ships since 2010
NS = len(SEA)
ADJ = [[] for _ in range(NS)]
for _a in range(NS):
    for _b in range(_a):
        _d = nm(SEA[_a], SEA[_b])
        if _d < 240 and clear(SEA[_a], SEA[_b]):
            ADJ[_a].append((_b, _d)); ADJ[_b].append((_a, _d))
_link = {}
def link(p):
    if p not in _link:
        ds = sorted((nm(p, q), i) for i, q in enumerate(SEA))
        v = [(i, d) for d, i in ds if d < 220 and clear(p, SEA[i])][:14] or [(i, d) for d, i in ds[:40] if d < 250 and clear(p, SEA[i], LAND)][:6]
        _link[p] = v or [(ds[0][1], ds[0][0])]
    return _link[p]
_rc = {}
def searoute(a, b, nojeju=False):
    k = (a, b, nojeju)
    if k in _rc: return _rc[k]
    if nm(a, b) < 200 and clear(a, b): r = []
    else:
        tgt = dict(link(b)); dist = {}; prev = {}; h = [(d, i, -1) for i, d in link(a)]; heapq.heapify(h); best = (1e9, None)
        while h:
            d, i, p = heapq.heappop(h)
            if i in dist or d > best[0]: continue
            dist[i] = d; prev[i] = p
            if i in tgt and d + tgt[i] < best[0]: best = (d + tgt[i], i)
            if nojeju and i in JEJU: continue
            for j, w in ADJ[i]:
                if j not in dist and not (nojeju and j in JEJU): heapq.heappush(h, (d + w + .3, j, i))
        r = []; i = best[1]
        while i is not None and i != -1: r.append(SEA[i]); i = prev[i]
        r.reverse()
    _rc[k] = r
    return r
def outer(w):   # w: ('B',code) berth, ('R',code) roads, ('P',(lat,lon))
    if w[0] == 'P': return [w[1]]
    p = P[w[1]]
    return ([p['berth']] + p['chan']) if w[0] == 'B' else [p['roads'], p['chan'][-1]]
def pathof(a, b, nojeju=False):
    if a[0] != 'P' and b[0] != 'P' and a[1] == b[1]:
        pa, p = a[0], P[a[1]]
        ch = [p['berth']] + p['chan']
        k = min(range(len(ch)), key=lambda i: nm(ch[i], p['roads']))
        seq = ch[:max(1, k)] + [p['roads']]
        if a[0] == b[0]: return [seq[0 if pa == 'B' else -1]] * 2
        return seq if pa == 'B' else seq[::-1]
    for x, y, rev in ((a, b, 0), (b, a, 1)):
        if x[0] != 'P' and y[0] == 'P' and nm(P[x[1]]['roads'], y[1]) < 22 and clear(P[x[1]]['roads'], y[1], LAND):
            q = (pathof(x, ('R', x[1])) if x[0] == 'B' else [P[x[1]]['roads']]) + [y[1]]
            return q[::-1] if rev else q
    A, B = outer(a), outer(b)
    return A + searoute(A[-1], B[-1], nojeju) + B[::-1]
def dist(a, b):
    q = pathof(a, b); return sum(nm(x, y) for x, y in zip(q, q[1:]))

# ------------------------------------------------------------------ world, owners, ships
MOOR, ANCH, WAY, DRIFT, FISH, SIDE, AWAY, DSIDE = range(8)
class Owner:
    def __init__(s, rng, cc, shady):
        s.cc = cc; s.nerve = float(np.clip(rng.beta(2, 5) + shady, 0, 1)); s.fined = 0; s.n = 0
class World:
    def __init__(s, seed):
        s.rng = np.random.default_rng([seed, 20181005]); s.t = TBEG; s.q = []; s.k = 0
        s.ships = []; s.hidden = []; s.inno = []; s.offers = []; s.names = set(); s.mm = set(); s.idle = []
        r = s.rng; n = 36                                     # wind by day: three basins, AR(1); first days: a typhoon in the strait
        s.wind = np.zeros((n, 3)); x = r.normal(0, 1, 3)
        for d in range(n):
            x = .6 * x + .8 * (r.normal(0, .7, 3) + .7 * r.normal()); s.wind[d] = 9 + 3.3 * x
        s.wind[4:7, 1] += (7, 17, 9); s.wind[5:8, 2] += (6, 13, 4)
    def gale(s, t, p):
        b = 0 if p[0] > 35.5 and p[1] < 126.5 else (1 if p[1] < 129.3 else 2)
        return float(s.wind[int(np.clip((t - TBEG) // D, 0, 35)), b])
    def run(s):
        for sh in s.ships: s.push(TBEG + s.rng.uniform(0, 3.0) * D * sh.spread, sh)
        while s.q:
            t, _, sh = heapq.heappop(s.q)
            if t > TEND + 2 * D: break
            s.t = t
            try: s.push(max(t + 1, float(next(sh.gen))), sh)
            except StopIteration: pass
    def push(s, t, sh): s.k += 1; heapq.heappush(s.q, (t, s.k, sh))

def imo_new(r, lo=7200000, hi=9830000):
    n = int(r.integers(lo // 10, hi // 10)); d = [int(c) for c in str(n)]
    return n * 10 + sum(a * b for a, b in zip(d, range(7, 1, -1))) % 10
MID = dict(KP=[445], CN=[412, 413, 414], KR=[440, 441], JP=[431, 432], RU=[273], PA=[351, 352, 353, 354, 355, 356, 357, 370, 371, 372, 373], LR=[636], MH=[538], HK=[477], SG=[563, 564, 565, 566],
           TG=[671], SL=[667], BZ=[312], MN=[457], KH=[514], TZ=[677], TW=[416], KM=[620], CK=[518], PW=[511], DM=[325], FJ=[520], MT=[215, 248, 249], VN=[574])
CS = dict(KP='HM', CN='B', KR='D', JP='7J', RU='U', PA='3E', LR='A8', MH='V7', HK='VR', SG='9V', TG='5V', SL='9L', BZ='V3', MN='JV', KH='XU', TZ='5I', TW='BK', KM='D6', CK='E5', PW='T8', DM='J7', FJ='3D', MT='9H', VN='3W')
W1 = dict(KP='KUM,RYU,PAEK,CHOL,JANG,SONG,UN,TAE,HWA,MYONG,RAK,SAM,CHONG,PHO,TONG'.split(','), CN='XIN,HAI,HUA,YUAN,SHUN,FU,JIN,TONG,HONG,WEI,RUI,AN,ZHONG,DONG,YONG,CHANG,LONG,GUANG,SHENG,TAI'.split(','))
W2 = dict(KP='SAN,GANG,BONG,SONG,PYONG,RIM,JIN,HUNG,DOK,RYONG,NAM,CHON'.split(','))
WX = 'OCEAN,EASTERN,GOLDEN,PACIFIC,ORIENT,STAR,BRIGHT,LUCKY,GLORY,HARMONY,UNITED,NEW,GRAND,BLUE,ASIAN,SUNNY,ROYAL,GREAT,NORDIC,KOYO,SILVER,PEARL,SEA,RICH'.split(',')
WY = 'PIONEER,PRIDE,FORTUNE,HOPE,WAVE,HORIZON,SPIRIT,VENTURE,ACE,LEADER,GRACE,TRADER,HERO,SKY,PHOENIX,DRAGON,BRIDGE,EXPRESS,QUEEN,WISDOM,EAGLE,DIAMOND,FRIEND,RAINBOW'.split(',')
def mkname(w, cc, typ):
    r = w.rng; c = lambda v: v[int(r.integers(len(v)))]
    for _ in range(200):
        if cc == 'KP': n = c(W1['KP']) + ' ' + c(W2['KP']) + (' %d' % r.integers(1, 13) if r.random() < .45 else '')
        elif typ == 'fish' and cc == 'CN': n = c(['LURONGYU', 'LIAODANYU', 'ZHELINGYU', 'LUWEIYU', 'LIAOZHUANGYU', 'SURUYU', 'MINSHIYU']) + ' %05d' % r.integers(10000, 69999)
        elif typ == 'barge': n = c(W1['CN']) + ' ' + c(W1['CN']) + ' %d' % c([6, 8, 16, 18, 66, 68, 88, 99, 168, 188, 268, 518, 618, 889])
        elif cc == 'CN': n = ' '.join(c(W1['CN']) for _ in range(int(r.integers(2, 4)))) + (' %d' % r.integers(1, 99) if r.random() < .6 else '')
        elif cc == 'RU': n = c(['KAPITAN', 'PROFESSOR', 'AMUR', 'SAKHALIN', 'PRIMORSKIY', 'VOSTOK', 'BALTIC', 'TIKHIY', 'ZALIV']) + ' ' + c(['ORLOV', 'ZVEZDA', 'PATRIA', 'VOLKOV', 'VITIM', 'TRADER', 'MARS', 'BELOV'])
        elif cc == 'JP': n = c(['KOEI', 'SHINSEI', 'TOKUYO', 'HOKUTO', 'RYUSHO', 'FUJI', 'SEIUN', 'KAIO', 'MEIYO']) + ' MARU' + (' NO.%d' % r.integers(1, 60) if r.random() < .5 else '')
        elif cc == 'KR': n = c(['DONG', 'HAN', 'SAM', 'DAE', 'KEUM', 'WOO', 'SUNG', 'YEON', 'GEUM']) + c(['BANG', 'JIN', 'YANG', 'HO', 'KWANG', 'SHIN']) + ' ' + (c(WY) if r.random() < .6 else '%d' % r.integers(1, 120))
        else: n = c(WX) + ' ' + c(WY) + (' %d' % r.integers(1, 20) if r.random() < .2 else '')
        if n not in w.names: break
    w.names.add(n); return n[:20]
def mkmmsi(w, cc, cls='A', typ=''):
    while True:
        m = int(w.rng.choice(MID[cc])) * 1000000 + int(w.rng.integers(1000, 999999))
        if m not in w.mm: w.mm.add(m); return m
def mkcs(r, cc): 
    p = CS[cc]; n = (5 if len(p) == 2 else 4) - len(p) + (1 if cc in 'CNRU' else 0)
    return p + ''.join('ABCDEFGHIJKLMNOPQRSTUVWXYZ'[int(r.integers(26))] if i < 2 else str(int(r.integers(2, 10))) for i in range(n))
#        ais type, dwt range, L/W, ballast/laden draught by cube law, speed
KIND = dict(coaster=(70, 1800, 9000, 11.5), bulker=(70, 28000, 110000, 12.6), box=(71, 6000, 40000, 15.5), tanker=(80, 1500, 9500, 11.3), bigtank=(80, 45000, 160000, 13.2), lpg=(80, 3000, 30000, 14),
            barge=(79, 1200, 5500, 8.6), ferry=(60, 3000, 9000, 20), fish=(30, 60, 400, 9), tug=(52, 200, 600, 9.5), bunker=(80, 600, 3000, 9), patrol=(55, 700, 3500, 14), pilot=(50, 40, 90, 12), carrier=(70, 6000, 14000, 17))
class Ship:
    def __init__(s, w, kind, cc, at, owner=None, cls='A'):
        r = w.rng; s.w = w; s.kind = kind; s.cc = cc; s.owner = owner or Owner(r, cc, 0.); s.cls = cls; s.spread = 1.; s.gen = None
        ty, a, b, v = KIND[kind]; s.dwt = math.exp(r.uniform(math.log(a), math.log(b))); s.typ = ty + (int(r.choice([0, 0, 0, 9, 1, 4])) if ty in (70, 80) else 0)
        k = s.dwt ** (1 / 3); s.L = round(5.6 * k * r.uniform(.92, 1.1)) if kind != 'ferry' else int(r.integers(130, 200)); s.B = max(4, round(s.L / (6.6 if s.L > 60 else 4.6) * r.uniform(.93, 1.08)))
        s.dmax = round(.385 * k * r.uniform(.92, 1.08) - .2 * (k > 30) * k * .2 + .2, 1); s.dmin = round(s.dmax * r.uniform(.46, .62), 1)
        s.v = v * r.uniform(.88, 1.1) * (.8 if cc == 'KP' else 1) * (.93 if cc in ('TG', 'SL', 'MN', 'KH', 'TZ', 'KM') else 1)
        s.T, s.LA, s.LO, s.M = [], [], [], []; s.off = []; s.where = at; s.nojeju = cc == 'KP'; s.order = None; s.busyact = False
        s.habit = r.choice(['prompt', 'late', 'never', 'absent', 'wrong'], p=dict(KP=[.22, .3, .26, .14, .08], CN=[.4, .3, .18, .07, .05], JP=[.72, .18, .07, .02, .01]).get(cc, [.5, .27, .13, .05, .05]))
        s.style = r.choice(['loc', 'name', 'vague', 'stale', 'arrow', 'blank'], p=[.24, .36, .1, .14, .1, .06] if cc != 'KP' else [.08, .46, .14, .18, .02, .12])
        s.navlazy = r.choice([0, 1, 2], p=[.62, .26, .12]); s.gyro = r.random() < (.93 if s.L > 90 else .55) and cls == 'A'; s.tx = float(np.clip(r.normal(1, .16) * (.82 if cc == 'KP' else 1), .35, 1.3))
        s.portoff = r.random() < dict(KP=.5, CN=.1).get(cc, .07); s.clock = float(r.choice([0, 0, 0, 0, 0, 0, 0, r.normal(0, 40), r.normal(0, 9)])); s.bias = r.normal(0, .00009, 2)
        imo = imo_new(r) if kind not in ('barge', 'fish', 'pilot', 'tug', 'bunker') or r.random() < .25 and kind in ('tug', 'bunker') else None
        if kind in ('patrol',) or (imo and cc == 'CN' and kind == 'coaster' and r.random() < .2): imo = None
        s.id = dict(name=mkname(w, cc, kind), mmsi=mkmmsi(w, cc), imo=imo, callsign=mkcs(r, cc), flag=cc); s.ids = [dict(s.id)]
        s.load = 0.; s.shown = None; s.stat = []
        dr = dict(absent=None, wrong=round(s.dmax * r.uniform(.3, 1.5), 1), never=s.dmax if r.random() < .6 else round(r.uniform(s.dmin, s.dmax), 1)).get(s.habit, s.dmin)
        if cls == 'B' or kind in ('fish', 'pilot') and r.random() < .8: dr = None; s.habit = 'absent'
        s.base = dict(name=s.id['name'], mmsi=s.id['mmsi'], imo=s.id['imo'], callsign=s.id['callsign'], dr=dr, dest='')
        if r.random() < .03: s.base['callsign'] = ''
        s.stat.append((TBEG - 9 * D, dict(s.base))); w.ships.append(s)
    # --- what the transponder says
    def say(s, t, **kw): s.stat.append((t, kw))
    def me(s, role): return [role, s.id['name'], s.id['mmsi'], s.id['imo'], s.id['flag']]
    def become(s, t, cc, name=None, imo=None, keepimo=False):
        s.id = dict(name=name or mkname(s.w, cc, s.kind), mmsi=mkmmsi(s.w, cc), imo=s.id['imo'] if keepimo else imo, callsign=mkcs(s.w.rng, cc), flag=cc); s.ids.append(dict(s.id))
        s.say(t, name=s.id['name'], mmsi=s.id['mmsi'], imo=s.id['imo'], callsign=s.id['callsign'])
    def revert(s, t, i):
        s.id = dict(i); s.say(t, name=i['name'], mmsi=i['mmsi'], imo=i['imo'], callsign=i['callsign'])
    def laden(s, f):
        r = s.w.rng; s.load = f; d = round(s.dmin + (s.dmax - s.dmin) * f + r.normal(0, .12), 1); t = s.w.t
        if s.habit == 'prompt' and r.random() < .9: s.say(t + r.exponential(1.5) * H, dr=d)
        elif s.habit == 'late' and r.random() < .75: s.say(t + r.uniform(6, 70) * H, dr=d)
        elif s.habit == 'wrong' and r.random() < .3: s.say(t + r.uniform(0, 30) * H, dr=round(float(d + r.normal(0, 1.4)), 1))
    def bound(s, c, false=None):
        r = s.w.rng; p = P[false or c]; st = s.style if s.cls == 'A' else 'blank'
        if false is None and st in ('stale',) and r.random() < .7 or st == 'blank': return
        nm_ = p['name']; d = p['loc'] if st == 'loc' else nm_
        if st == 'vague' or (false and r.random() < .25): d = str(r.choice([{'CN': 'CHINA', 'KR': 'KOREA', 'KP': 'DPRK', 'JP': 'JAPAN', 'RU': 'RUSSIA'}.get(p['cc'], nm_), 'FOR ORDERS', nm_ + ' ANCH', 'FISHING GROUND' if s.kind == 'fish' else 'PORT', nm_[:4]]))
        elif st == 'arrow': d = (P[s.where[1]]['loc'] if s.where[0] != 'P' else '??') + '>' + p['loc']
        elif r.random() < .08: d = nm_[:-1] + str(r.choice(['', nm_[-1] * 2, ',' + p['cc'], '/' + p['cc']]))
        s.say(s.w.t + r.exponential(.8 if r.random() < .75 else 9) * H, dest=d[:20])
    # --- movement
    def knot(s, t, la, lo, m): s.T.append(t); s.LA.append(la); s.LO.append(lo); s.M.append(m)
    def spot(s, dst):
        r = s.w.rng
        if dst[0] == 'P': return dst[1]
        b = P[dst[1]]['berth' if dst[0] == 'B' else 'roads']
        for _ in range(20):
            q = (b[0] + r.normal(0, .0035 if dst[0] == 'B' else .022), b[1] + r.normal(0, .0035 if dst[0] == 'B' else .03))
            if dst[0] == 'B' or not on(LAND, *q): return q
        return b
    def pos(s): return (s.LA[-1], s.LO[-1])
    def sail(s, dst, slow=1.):
        w = s.w; r = w.rng
        if not s.T: s.knot(w.t - 60, *s.spot(s.where), MOOR if s.where[0] == 'B' else ANCH)
        n = 0
        while w.gale(w.t, s.pos()) > (17 if s.L > 120 else 14) and s.where[0] != 'P' and n < 9: n += 1; yield w.t + r.uniform(4, 9) * H
        pts = list(pathof(s.where, dst, s.nojeju)); end = s.spot(dst); pts[0] = s.pos(); pts[-1] = end
        if len(pts) < 2: pts = [s.pos(), end]
        out = [pts[0]]
        for i in range(1, len(pts)):
            a, b = pts[i - 1], pts[i]
            if i < len(pts) - 1 and b in _sea:
                for sc in (.06, .03, .012):
                    q = (b[0] + r.normal(0, sc), b[1] + r.normal(0, sc))
                    if not on(FAT, *q) and clear(out[-1], q, LAND) and clear(q, pts[i + 1], LAND): b = q; break
            a = out[-1]; d = nm(a, b)
            if d > 45:
                k = int(d // 28); am = r.normal(0, .012) * d / 60
                mid = [(a[0] + f * (b[0] - a[0]) + math.sin(math.pi * f) * am, a[1] + f * (b[1] - a[1]) - math.sin(math.pi * f) * am * .7) for f in np.linspace(0, 1, k + 2)[1:-1]]
                if all(not on(FAT, *m) for m in mid): out += mid
            out.append(b)
        t = w.t; v0 = s.v * slow * (1 - .06 * s.load) * r.uniform(.93, 1.04); tot = sum(nm(x, y) for x, y in zip(out, out[1:])); run = 0
        s.knot(t, *out[0], WAY); s.legT = [t]; s.legD = [0.]
        nin = len(pathof(s.where, dst, s.nojeju))
        for a, b in zip(out, out[1:]):
            d = nm(a, b); edge = min(run, tot - run - d)
            v = v0 * (.55 if edge < 3 and s.kind != 'ferry' else .8 if edge < 10 else 1) * r.normal(1, .035) * (1 - .012 * max(0, w.gale(t, a) - 9))
            t += d / max(v, 2.2) * H; run += d; s.knot(t, *b, WAY); s.legT.append(t); s.legD.append(run)
        s.where = dst; yield t
    def gone(s, x):  # time when x miles have been run of the last passage; from the end if negative
        d = x if x >= 0 else max(s.legD[-1] + x, 0); return float(np.interp(d, s.legD, s.legT))
    def stay(s, m, dur):
        t = s.w.t; 
        if not s.T: s.knot(t - 60, *s.spot(s.where), m)
        la, lo = s.pos(); s.knot(t, la, lo, m); s.knot(t + dur, la, lo, m); yield t + dur
    def dark(s, a, b): s.off.append((a, b))
    def go(s, c, hours, slow=1., roads=None, offport=None):
        """to a port: roads when the berths are full, then the quay for so many hours"""
        w = s.w; p = P[c]; r = w.rng; s.first = None
        if c[0] == 'X':
            yield from s.sail(('B', c), slow); yield from s.stay(AWAY, max(hours, 20) * H * r.uniform(1, 3)); return
        if p['busy'] >= p['nb'] or r.random() < (.3 if roads is None else roads) or (s.where[0] == 'R' and s.where[1] == c):
            if s.where != ('R', c): yield from s.sail(('R', c), slow)
            s.first = t0 = w.t; yield from s.stay(ANCH, r.exponential(9) * H + 2 * H)
            while p['busy'] >= p['nb'] and w.t - t0 < 5 * D: yield from s.stay(ANCH, r.uniform(2, 5) * H)
        p['busy'] += 1
        if s.where != ('B', c): yield from s.sail(('B', c), slow)
        t0 = w.t; s.first = s.first or t0
        yield from s.stay(MOOR, hours * H); p['busy'] -= 1
        if (s.portoff if offport is None else offport) and hours > 10: s.dark(t0 + r.uniform(.2, 3) * H, w.t - r.uniform(-1.5, 2) * H)
    def worktime(s): return float(np.clip(s.dwt / 280, 10, 60) * s.w.rng.uniform(.7, 1.4) * (1.5 if s.cc == 'KP' else 1))
_sea = set(SEA)

def note(w, kind, ships, places, b, e, goods, txt, ends=(), hid=False):
    x = dict(id='', kind=kind, ships=ships, places=places, begin=b, end=e, goods=goods, note=txt, ends=list(ends)); (w.hidden if hid else w.inno).append(x); return x
def pl(role, c): p = P[c]; return [role, p['name'].title(), p['cc'], round(p['berth'][0], 3), round(p['berth'][1], 3)]
def ptpl(q, name='open sea'): return ['transfer', name, None, round(q[0], 3), round(q[1], 3)]

# ------------------------------------------------------------------ charter market (lawful)
TR = dict(
 coaster='VVO-SHA VVO-PUS NJK-LSN DLC-INC DLC-HKT TAO-KKJ LYG-KAN RZH-PUS SHD-HKT YNT-INC WEI-PTK BAY-KUV TXG-NGS PUS-VVO KPO-MAI PUS-SMN KIJ-PUS USN-SHA NGB-KEL FOC-TXC SHA-HKT LKU-KAN DDG-KUV SLV-YNT POS-LKU VYP-TGH KAN-TAG BAY-SHA JTG-PUS DDG-SHD LKU-TAG DLC-NGB TXG-FOC RZH-HKT POS-RZH VVO-LYG'.split(),
 bulker='XSW-RZH XSW-CFD XSW-TAO XSW-KAN XSW-KPO VYP-KPO VYP-RZH VYP-KAN VYP-NGB SHP-SHA SHP-NGB SHP-FOC JTG-TAG CFD-SHA XPC-PUS XPC-TAO XTS-INC XTS-DLC XSW-LYG XSW-PTK SHP-TAG TXG-FOC NJK-TAG XSW-DLC XSE-RZH XSW-KKJ'.split(),
 tanker='KAN-SHA USN-TAG DLC-NGB DLC-INC TAO-FOC NGB-KEL TXC-SHA KAN-HKT USN-KIJ USN-VVO VVO-PUS NJK-PUS KAN-INC PUS-NJK TXG-SHA DLC-TXG YNT-SHA TXC-FOC KAN-TXC USN-SMN SHA-YNT NGB-LYG VVO-NJK RZH-YNT'.split(),
 bigtank='XSW-DLC XSW-TAO XSW-NGB XSW-KAN XSW-USN XSW-RZH VYP-TAO VYP-USN XPC-KAN KAN-XSW USN-XPC DLC-XSW'.split(),
 lpg='USN-NGB XSW-KAN KAN-TXC XSW-TAG USN-YNT XSE-INC'.split(),
 barge='SHA-LYG TAG-NGB DLC-YNT LYG-RZH DDG-DLC LKU-DLC DLC-WEI RZH-LSN TAG-SHA NGB-SHA LKU-TXG YNT-DDG BAY-LKU SHP-LKU LYG-TAG LSN-SHA'.split())
GOODS = dict(coaster='general', bulker='bulk', tanker='oil', bigtank='crude', lpg='gas', barge='sand')
class Market:
    def __init__(s, w):
        r = w.rng; s.w = w; s.b = {k: {x: [r.poisson(1.2), float(r.gamma(2, .5))] for x in v} for k, v in TR.items()}; s.last = TBEG
    def pick(s, sh):
        w = s.w; r = w.rng
        while s.last < w.t:
            s.last += 6 * H
            for k in s.b:
                for v in s.b[k].values(): v[0] += r.random() < .09 * v[1]
        best = None; here = sh.where if sh.where[0] != 'P' else sh.where
        for x, (n, rate) in s.b[sh.kind].items():
            o, d = x.split('-'); 
            if sh.cc == 'TW' and 'CN' in (P[o]['cc'],) and r.random() < .5: continue
            l = dist(('B', o), ('B', d)); bl = dist(here, ('B', o)) if here != ('B', o) else 0
            u = (l * (1 + .15 * min(n, 4)) * (.7 + .3 * rate) - .8 * bl) / (l + bl + 250) + .22 * r.gumbel() + (.25 if P[o]['cc'] == sh.cc or P[d]['cc'] == sh.cc else 0)
            if best is None or u > best[0]: best = (u, o, d, x)
        v = s.b[sh.kind][best[3]]; v[0] = max(0, v[0] - 1); return best

# ------------------------------------------------------------------ what owners and masters do
WEST = ['NAM', 'SGN', 'TAE', 'HAE']; EAST = ['CHO', 'WON', 'HUN', 'KIM', 'RAJ']
def coast(s): return EAST if (s.pos()[1] if s.T else P[s.where[1]]['berth'][1]) > 126.5 else WEST
def ch(w, v, p=None): return v[int(w.rng.choice(len(v), p=p))]
def consider(s):
    """an illicit fixture is taken when its premium beats the owner's fear; premiums rise as days pass"""
    w = s.w
    if w.t < .1 * D or w.t > 21.5 * D or s.busyact: return None
    for o in w.offers:
        if o['open'] > w.t: continue
        k, v = o['kind'], o['var']; kp = s.cc == 'KP'
        ok = dict(delivery=kp and s.kind == 'coaster', dark=not kp and s.kind == 'coaster' and s.dwt > 2200, target=not kp and s.kind == 'tanker', oil=not kp and s.kind == 'tanker', coal=not kp and s.kind == 'coaster', barge=s.kind == 'barge')[v]
        if not ok: continue
        if v in ('oil', 'coal'):
            side = ch(w, ['W', 'W', 'E']); c = [x for x in w.idle if x.kind == ('tanker' if v == 'oil' else 'coaster') and not x.order]
            if not c: continue
        wait = (w.t - o['open']) / D
        fear = .25 if kp or v == 'barge' else 1.2 - s.owner.nerve + .3 * s.owner.n + (1.1 if s.cc in ('JP', 'KR') and v != 'oil' else .5 if s.cc in ('JP', 'RU', 'VN') else -.2 if s.cc in ('TG', 'SL', 'BZ', 'MN', 'KH', 'PA', 'TZ', 'KM', 'DM', 'PW') else .1)
        if o['prem'] * (.55 + .22 * wait) > fear:
            w.offers.remove(o); s.owner.n += 1; o['mate'] = None
            if v in ('oil', 'coal'): o['mate'] = ch(w, c); o['mate'].order = 'booked'; w.idle.remove(o['mate'])
            s.busyact = True; return o
    return None
def perform(s, o):
    f = dict(delivery=act_delivery, dark=act_dark, target=act_target, oil=act_transfer, coal=act_transfer, barge=act_barge)[o['var']]
    yield from f(s, o); s.busyact = False
def banned(w, o): return ch(w, ['sand', 'coal']) if o == 'HAE' else 'iron ore' if o in ('CHO', 'KIM') and w.rng.random() < .3 else 'seafood' if o == 'WON' and w.rng.random() < .4 else 'coal'
def finish(w, e, t=None): e['end'] = min(t or w.t, TEND)
def sink(w, o, roads=False):
    if o in EAST: return ch(w, ['SHA', 'NGB', 'NJK', 'VVO', 'LYG', 'RZH'], [.2, .22, .17, .15, .13, .13])
    return ch(w, ['LKU', 'LSN', 'LYG', 'NGB', 'RZH', 'YNT', 'SHA', 'TAG', 'WEI', 'BAY', 'DLC'], [.13, .11, .13, .2, .09, .07, .1, .06, .05, .03, .03])

def act_delivery(s, of):
    w = s.w; r = w.rng; o = ch(w, coast(s)[:4], [.45, .2, .2, .15] if coast(s) is WEST else [.55, .15, .1, .2]); d = sink(w, o); g = banned(w, o); me0 = s.me('carrier'); id0 = dict(s.id)
    s.bound(o); yield from s.go(o, s.worktime() * 1.2, offport=r.random() < .5); b = max(0, s.first); s.laden(1)
    if b > TEND - 3 * D: return
    wash = of['kind'] == 'laundered'; bold = s.owner.nerve + r.normal(0, .25)
    tac = 'far' if wash else 'open' if bold < .25 and r.random() < .75 else ch(w, ['near', 'far', 'whole'], [.5, .32, .18])
    roads = r.random() < .45 or tac == 'whole'; t0 = w.t
    e = note(w, of['kind'], [me0], [pl('origin', o), pl('destination', d)], b, TEND, g, '', hid=True)
    if r.random() < .5 or tac == 'open': s.bound(d)
    elif r.random() < .6: s.bound(d, ch(w, ['DLC', 'VVO', 'SHD', 'NAM']))
    if wash:
        cut = t0 + r.uniform(2, 14) * H; s.become(cut, ch(w, ['SL', 'TZ', 'CN', 'KM', 'TG', 'PA']), imo=ch(w, [None, imo_new(r), int(id0['imo']) + int(r.integers(1, 9))])); e['ships'].append(s.me('carrier'))
    yield from s.sail((('R' if roads else 'B'), d) if roads or P[d]['busy'] < P[d]['nb'] else ('R', d), r.uniform(.85, 1))
    L = s.legD[-1]; t1 = w.t
    if tac == 'near': s.dark(t0 - r.uniform(0, 20) * H, s.gone(min(r.uniform(40, 170), .6 * L)))
    if tac == 'far': s.dark(t0 - r.uniform(0, 30) * H, s.gone(-r.uniform(10, min(120, .4 * L))))
    if s.where[0] == 'R':
        wt = r.uniform(30, 130) * H; yield from s.stay(ANCH, r.uniform(.2, 2.2) * D)
        if not roads: yield from s.go(d, s.worktime(), roads=0)
        else: yield from s.stay(ANCH, wt)
    else: P[d]['busy'] += 1; yield from s.stay(MOOR, s.worktime() * H); P[d]['busy'] -= 1
    if tac == 'whole': s.dark(t0 - r.uniform(0, 10) * H, w.t + r.uniform(1, 30) * H)
    s.laden(0); finish(w, e); e['ends'] = [int(min(t1, TEND)), int(e['end'])]
    e['note'] = f"DPRK-flag ship loaded {g} at {P[o]['name']} and discharged {'to lighters in the roads of' if roads else 'at'} {P[d]['name']}; transponder: {tac}" + ('; sailed under another name' if wash else '')
    if wash: s.revert(w.t + r.uniform(1, 30) * H, id0)
    s.bound(ch(w, coast(s)[:1]) if o in EAST else 'NAM')

def act_dark(s, of):
    w = s.w; r = w.rng; south = s.pos()[1] > 128.5 if s.T else False; o = ch(w, EAST, [.4, .15, .15, .15, .15]) if south else ch(w, WEST, [.5, .2, .2, .1]); g = banned(w, o)
    st = ch(w, ['NJK', 'VVO', 'SLV', 'PUS', 'USN']) if south else ch(w, ['DLC', 'LKU', 'SHD', 'WEI', 'DDG', 'RZH', 'LYG', 'INC'])
    d = ch(w, ['KPO', 'TGH', 'NJK', 'RZH', 'SHA', 'NGB', 'VVO']) if south else ch(w, ['LKU', 'LSN', 'RZH', 'LYG', 'NGB', 'TAG', 'FOC', 'PTK', 'INC', 'SHD'])
    if s.where != ('B', st) and r.random() < .8: s.bound(st); yield from s.go(st, s.worktime() * .8)
    s.laden(0); s.bound(o, ch(w, ['INC', 'DDG', 'DLC', 'VVO', 'PUS', 'SLV', 'KUV'][0 if not south else 3:3 if not south else 6])); m0 = s.me('carrier'); wash = of['kind'] == 'laundered'
    # a detour: stop at the edge of the ordinary lane, then in
    yield from s.sail(('R', o), r.uniform(.85, 1.02)); a = s.gone(-min(r.uniform(45, 190), .8 * s.legD[-1])); b = w.t
    if b > TEND - 4 * D: s.dark(a, w.t + 1); return
    s.dark(a, b + 1); e = note(w, of['kind'], [m0], [pl('origin', o), pl('destination', d)], max(b, 0), TEND, g, '', hid=True)
    if wash: s.become(b, ch(w, ['SL', 'TG', 'BZ', 'KM', 'MN', 'CN', 'PW']), imo=imo_new(r) if r.random() < .6 else None); e['ships'].append(s.me('carrier'))
    yield from s.stay(ANCH, r.exponential(14) * H + 3 * H); yield from s.go(o, s.worktime(), roads=0, offport=False); P[o]
    s.laden(1); t0 = w.t; s.dark(b, t0 + 1); s.bound(d) if r.random() < .7 else None
    yield from s.sail(('R', d), r.uniform(.88, 1)); x = s.gone(min(r.uniform(45, 230), .8 * s.legD[-1])); s.dark(t0, x)
    yield from s.stay(ANCH, r.exponential(1.2) * D + 4 * H); t1 = w.t
    yield from s.go(d, s.worktime(), roads=0); s.laden(0); finish(w, e); e['ends'] = [int(min(x, TEND)), int(e['end'])]
    e['note'] = f"{m0[4]}-flag ship went dark, loaded {g} at {P[o]['name']}, landed it at {P[d]['name']} as of other origin" + ('; came out under another name and MMSI' if wash else '')

def act_target(s, of):
    w = s.w; r = w.rng; east = (s.pos()[1] if s.T else 0) > 128.3; l = ch(w, ['VVO', 'NJK', 'USN'] if east else ['DLC', 'TAO', 'YNT', 'KAN', 'TXC', 'TXG']); d = ch(w, ['CHO', 'RAJ', 'WON', 'HUN'] if east else ['NAM', 'NAM', 'NAM', 'SGN'])
    m0 = s.me('carrier'); s.bound(l); yield from s.go(l, s.worktime()); s.laden(1); b = max(0, s.first)
    if b > TEND - 4 * D: return
    wash = of['kind'] == 'laundered'; tac = 'dark' if wash else ch(w, ['open', 'false', 'dark', 'dark'])
    e = note(w, of['kind'], [m0], [pl('origin', l), pl('destination', d)], b, TEND, 'oil', '', hid=True); t0 = w.t
    s.bound(d, None if tac == 'open' and r.random() < .5 else ch(w, ['INC', 'DDG', 'PTK'] if not east else ['PUS', 'SLV', 'KIJ']))
    yield from s.sail(('R', d)); a = s.gone(-min(r.uniform(30, 180), .85 * s.legD[-1])); t1 = w.t
    if wash: s.become(a + 2 * H, ch(w, ['SL', 'TG', 'PW', 'PA', 'KM']), imo=imo_new(r)); e['ships'].append(s.me('carrier'))
    yield from s.stay(ANCH, r.uniform(4, 50) * H); yield from s.go(d, s.worktime(), roads=0, offport=tac == 'false'); s.laden(0); finish(w, e); t2 = w.t
    e['note'] = f"tanker took oil from {P[l]['name']} to {P[d]['name']}, not notified; transponder: {tac}" + ('; new identity' if wash else ''); e['ends'] = [int(min(t1, TEND))]
    s.bound(ch(w, ['DLC', 'TAO', 'KAN'] if not east else ['VVO', 'PUS'])); nxt = 'VVO' if east else ch(w, ['DLC', 'TAO', 'SHA'])
    yield from s.sail(('R', nxt)); x = s.gone(min(r.uniform(30, 170), .8 * s.legD[-1]))
    if tac == 'dark': s.dark(a, x)
    yield from s.stay(ANCH, r.uniform(6, 40) * H)

class Meet: pass
SPOTS = dict(W=[((28.9, 124.2), .9, 'East China Sea'), ((30.6, 124.6), .8, 'East China Sea'), ((38.0, 123.6), .25, 'Yellow Sea off the Korean bay'), ((36.6, 123.3), .3, 'Yellow Sea off Shidao'), ((33.5, 123.6), .6, 'southern Yellow Sea'), ((38.45, 124.3), .15, 'west of Nampo')],
             E=[((41.6, 131.3), .3, 'Sea of Japan off Rajin'), ((40.6, 131.6), .6, 'Sea of Japan'), ((38.9, 131.0), .6, 'Sea of Japan'), ((42.2, 131.5), .15, 'off Posyet')])
def seaspot(w, side, p=None):
    while True:
        c, r, n = ch(w, SPOTS[side], p); q = (c[0] + w.rng.normal(0, r / 2), c[1] + w.rng.normal(0, r / 2))
        if not on(FAT, *q) and link(q) and all(clear(q, SEA[i], LAND) for i, _ in link(q)[:1]): return q, n
def meetwait(s, m, me):
    w = s.w; m.here[me] = w.t; t0 = w.t
    while len(m.here) < 2 and w.t - t0 < 7 * D and not m.off: yield from s.stay(DRIFT, w.rng.uniform(.4, 1) * H)
    if len(m.here) < 2: m.off = True; return
    if m.start is None: m.start = w.t + w.rng.uniform(1.1, 3) * H
    if m.start > w.t: yield from s.stay(DRIFT, m.start - w.t)
    yield from s.stay(DSIDE, m.dur)
def act_transfer(s, of):
    w = s.w; r = w.rng; k = of['mate']; m = Meet(); oil = of['var'] == 'oil'; m.here = {}; m.off = False; m.start = None; m.dur = r.uniform(5, 17) * H * (1.6 if not oil else 1); m.oil = oil
    side = 'E' if coast(k) is EAST else 'W'; m.home = k.where[1]; q, nm_ = seaspot(w, side); m.q = q; m.q2 = (q[0] + .00035, q[1] + .0004)
    m.silent = set() if of['kind'] == 'transfer_flagged' else ch(w, [{'k'}, {'k'}, {'k'}, {'s'}, {'k', 's'}]); m.pose = None
    if of['kind'] == 'laundered': m.silent = set(); m.pose = ch(w, ['SL', 'TG', 'PA', 'CN', 'MN', 'PW'])
    src = ch(w, ['KAN', 'USN', 'TXC', 'TXC', 'TAO', 'NGB', 'DLC'] if side == 'W' else ['VVO', 'NJK', 'USN', 'KAN'])
    if oil: s.bound(src); yield from s.go(src, s.worktime()); s.laden(1)
    m.go = w.t + dist(s.where, ('P', q)) / s.v * H - dist(k.where, ('P', q)) / k.v * H + r.normal(0, 10) * H; k.order = lambda: order_transfer(k, m, s, of)
    false = ch(w, ['PUS', 'SHA', 'INC', 'NGB', 'VVO', 'TXC', 'XSE']); s.bound(false, false)
    yield from s.sail(('P', m.q2), r.uniform(.8, 1)); a = s.gone(-min(r.uniform(15, 120), .8 * s.legD[-1])); yield from meetwait(s, m, 's')
    e = None; t1 = w.t; nx = ch(w, ['KAN', 'SHA', 'PUS', 'NGB', 'TXC'] if oil else ['NGB', 'LYG', 'SHA', 'FOC'])
    if not m.off:
        b = m.start; gv, tk = (s, k) if oil else (k, s); ks = k.me('to' if oil else 'from'); ss = s.me('from' if oil else 'to'); pls = [ptpl(q, nm_)] + ([pl('origin', src), pl('destination', m.home)] if oil else [pl('origin', m.home), pl('destination', nx)])
        if b < TEND - 2 * H:
            e = note(w, of['kind'], [ss, ks] if oil else [ks, ss], pls, b, min(t1, TEND), 'oil' if oil else 'coal', f"{'oil' if oil else 'coal'} passed ship to ship in the {nm_}; silent: {', '.join({'k': 'the DPRK ship', 's': 'the foreign ship'}[x] for x in sorted(m.silent)) or 'none'}" + (f"; the DPRK ship showed another identity" if m.pose else ''), [int(min(t1, TEND))], hid=True)
            if m.pose: e['ships'].append([ks[0]] + [m.id0['name'], m.id0['mmsi'], m.id0['imo'], 'KP'])
        s.laden(r.uniform(0, .5) if oil else 1)
    s.bound(nx); yield from s.sail(('R', nx))
    if 's' in m.silent: s.dark(a, s.gone(min(r.uniform(15, 120), .8 * s.legD[-1])))
    yield from s.stay(ANCH, r.uniform(5, 40) * H); yield from s.go(nx, s.worktime(), roads=0); s.laden(0)
def order_transfer(k, m, s, of):
    w = k.w; r = w.rng
    if not m.oil: yield from k.go(m.home, k.worktime()); k.laden(1)
    else: k.laden(0)
    while w.t < m.go: yield from k.stay(MOOR if k.where[0] == 'B' else ANCH, min(8 * H, m.go - w.t + 60))
    t0 = w.t; m.id0 = dict(k.id); k.bound('DLC', ch(w, ['DLC', 'VVO', 'SHA']))
    if m.pose: k.become(t0 + r.uniform(4, 20) * H, m.pose, imo=imo_new(r) if r.random() < .7 else None); k.dark(t0 - 3 * H, t0 + r.uniform(20, 30) * H)
    yield from k.sail(('P', m.q)); a = t0 - r.uniform(0, 30) * H if r.random() < .5 else k.gone(-min(r.uniform(25, 150), .7 * k.legD[-1])); yield from meetwait(k, m, 'k'); t1 = w.t
    if not m.off: k.laden(1 if m.oil else 0)
    k.bound(m.home); yield from k.sail(('R', m.home))
    if 'k' in m.silent: k.dark(a, w.t + r.uniform(0, 40) * H if r.random() < .4 else k.gone(min(r.uniform(25, 150), .8 * k.legD[-1])))
    if m.pose: c = k.gone(k.legD[-1] * r.uniform(.5, .8)); k.revert(c, m.id0); k.dark(c - 4 * H, c + r.uniform(0, 9) * H)
    yield from k.go(m.home, k.worktime() * 1.3); k.laden(0)

def act_barge(s, of):
    w = s.w; r = w.rng; o = ch(w, ['NAM', 'TAE', 'SGN', 'RYO'], [.4, .25, .15, .2]); d = ch(w, ['DDG', 'LKU', 'LYG', 'LSN', 'DLC', 'TAG', 'RZH', 'YNT']); m0 = s.me('carrier'); op = r.random() < .45
    s.laden(0); s.bound(o, ch(w, ['DDG', 'DLC'])); yield from s.sail(('R', o)); a = s.gone(-min(r.uniform(20, 120), .8 * s.legD[-1])); b = w.t
    if b > TEND - 4 * D: return
    e = note(w, 'barge', [m0], [pl('origin', o), pl('destination', d)], max(0, b), TEND, 'coal', '', hid=True)
    yield from s.stay(ANCH, r.uniform(3, 60) * H); yield from s.go(o, r.uniform(18, 60), roads=0, offport=False); s.laden(1); t0 = w.t; s.bound(d)
    yield from s.sail(('R', d), .93); x = s.gone(min(r.uniform(20, 140), .8 * s.legD[-1]))
    if not op: s.dark(a, x)
    yield from s.stay(ANCH, r.uniform(3, 40) * H); yield from s.go(d, r.uniform(12, 40), roads=0); s.laden(0); finish(w, e); e['ends'] = [int(e['end'])]
    e['note'] = f"barge without IMO lifted coal at {P[o]['name']} for {P[d]['name']}, {'heard where receivers reach' if op else 'dark near the DPRK'}"

# ------------------------------------------------------------------ lawful lives
def trader(s, mk):
    w = s.w; r = w.rng
    yield w.t + 1
    while True:
        o = consider(s)
        if o: yield from perform(s, o); continue
        if s.kind == 'tanker' and r.random() < .12:
            m = next((x for x in w.mothers if x.till - w.t > 30 * H and x is not s), None)
            if m is not None: yield from draw(s, m); continue
            if len(w.mothers) < 2: yield from mother(s); continue
        u, o, d, x = mk.pick(s)
        s.bound(o) if s.where[1] != o else None
        if s.where != ('B', o): yield from s.go(o, s.worktime() if o[0] != 'X' else 30)
        s.laden(r.uniform(.8, 1)); s.bound(d); t0 = w.t; fault = r.random() < .045; yield from s.go(d, s.worktime() if d[0] != 'X' else 40); s.laden(0)
        if fault and s.legD[-1] > 150 and 0 < t0 < TEND - D:
            x = s.legD[-1] * r.uniform(.05, .5); a = s.gone(x); b = min(a + r.uniform(9, 70) * H, s.legT[-1] + r.uniform(0, 9) * H); s.dark(a, b)
            if 0 < a < TEND - D: note(w, 'silence_at_sea', [s.me('carrier')], [pl('origin', o), pl('destination', d)], t0, min(w.t, TEND), GOODS[s.kind], f'transponder silent {(b - a) / H:.0f} h on a lawful passage: ' + ch(w, ['power failure on the bridge', 'officer forgot to switch it on again', 'aerial damaged by weather', 'fear of fishing boats and thieves']))
        if r.random() < .18 and d[0] != 'X' and w.t < TEND:                    # no fixture: wait in roads
            yield from s.sail(('R', d)); yield from s.stay(ANCH, r.exponential(2.2) * D + .3 * D)
def mother(s):
    w = s.w; r = w.rng; src = ch(w, ['KAN', 'USN', 'TXC', 'VVO']); s.bound(src); yield from s.go(src, s.worktime()); s.laden(1)
    q, n = seaspot(w, 'E' if src == 'VVO' else 'W', None if src == 'VVO' else [.5, .3, 0, .1, .1, 0]); yield from s.sail(('P', q)); s.till = w.t + r.uniform(3, 6) * D; s.q = q; w.mothers.append(s)
    while w.t < s.till: yield from s.stay(DRIFT, 8 * H)
    w.mothers.remove(s); s.laden(.3); yield from s.sail(('R', ch(w, ['KAN', 'SHA', 'PUS', 'TXC'])))
def draw(s, m):
    w = s.w; r = w.rng; q = (m.q[0] - .0003, m.q[1] + .0005)
    if s.where[0] != 'P' and dist(s.where, ('P', q)) / s.v * H + w.t > m.till - 12 * H: yield w.t + 6 * H; return
    yield from s.sail(('P', q)); t0 = w.t; yield from s.stay(DSIDE, r.uniform(5, 11) * H); s.laden(r.uniform(.6, 1))
    if 0 < t0 < TEND: note(w, 'lightering', [m.me('from'), s.me('to')], [ptpl(m.q)], t0, min(w.t, TEND), 'oil', 'two tankers of third States, cargo for Chinese or Korean ports')
    yield from s.go(ch(w, ['SHA', 'NGB', 'FOC', 'LYG']) if q[1] < 128 else 'VVO', s.worktime()); s.laden(0)
def dprk(s):
    w = s.w; r = w.rng; tk = s.kind == 'tanker'
    yield w.t + 1
    while True:
        c = coast(s); o = consider(s)
        if o: yield from perform(s, o); continue
        if s.where[0] == 'P' or P[s.where[1]]['cc'] != 'KP':
            h = ch(w, c[:3]); s.bound(h); yield from s.go(h, s.worktime()); continue
        home = s.where[1] if s.where[0] != 'P' and P[s.where[1]]['cc'] == 'KP' else ch(w, c[:3])
        j = ch(w, ['idle', 'cab', 'imp', 'wait'] if tk else ['idle', 'imp', 'cab', 'repair', 'wait'], [.62, .2, .1, .08] if tk else [.52, .17, .14, .04, .13])
        if j == 'idle':
            till = w.t + r.exponential(4.6) * D + .5 * D; w.idle.append(s)
            while w.t < till and not s.order: yield from s.stay(MOOR if s.where[0] == 'B' else ANCH, 6 * H)
            if s in w.idle: w.idle.remove(s)
            if s.portoff and s.T and w.t - s.T[-2] > 0 and r.random() < .7: s.dark(w.t - r.uniform(10, 60) * H, w.t + r.uniform(-6, 2) * H)
            if s.order:
                while s.order == 'booked': yield from s.stay(MOOR if s.where[0] == 'B' else ANCH, 4 * H)
                f = s.order; yield from f(); s.order = None
            continue
        if j == 'imp':
            l = ch(w, ['VVO', 'NJK', 'VVO', 'DLC'] if c is EAST else (['DLC', 'DLC', 'TAO'] if tk else ['DLC', 'DLC', 'LKU', 'YNT', 'TXG', 'BAY', 'SHD', 'TAO', 'LYG'])); g = 'oil' if tk else ch(w, ['fertiliser', 'flour and rice', 'soya', 'building material', 'consumer goods', 'maize'])
            s.laden(0); s.bound(l); t0 = w.t; e = note(w, 'dprk_import' if not tk else 'notified_oil', [s.me('carrier')], [pl('origin', l), pl('destination', home)], max(0, t0), TEND, g, f"DPRK ship left {P[home]['name']} in ballast, loaded {g} at {P[l]['name']}" + (' within the notified quota' if tk else ', a lawful cargo') + ', and took it home')
            yield from s.go(l, s.worktime()); s.laden(1); s.bound(home); yield from s.go(home, s.worktime() * 1.3); s.laden(0); finish(w, e)
        elif j == 'cab':
            d = ch(w, [x for x in (c if r.random() < .9 else (WEST if c is EAST else EAST)) if x != home]); g = 'oil' if tk else ch(w, ['coal', 'cement', 'ore', 'timber', 'salt'])
            s.laden(1); s.bound(d); e = note(w, 'dprk_cabotage', [s.me('carrier')], [pl('origin', home), pl('destination', d)], max(0, w.t), TEND, g, 'carriage between two DPRK ports'); yield from s.go(d, s.worktime()); s.laden(0); finish(w, e)
        else:
            l = ch(w, (['VVO', 'SLV'] if c is EAST else ['DLC', 'DLC', 'YNT', 'WEI']) if j == 'repair' else (['VVO', 'POS', 'NJK'] if c is EAST else ['SHD', 'LSN', 'DLC', 'LKU', 'NGB']))
            s.laden(0); s.bound(l); e = note(w, 'dprk_repair' if j == 'repair' else 'dprk_waiting', [s.me('carrier')], [pl('origin', home), pl('destination', l)], max(0, w.t), TEND, None, 'went light to a yard, came home light' if j == 'repair' else 'went light to the roads for orders or stores, found no cargo, came home light')
            if j == 'repair': yield from s.go(l, r.uniform(90, 260), roads=.3)
            else: yield from s.sail(('R', l)); yield from s.stay(ANCH, r.uniform(1.5, 8) * D)
            s.bound(home); yield from s.sail(('R', home)); finish(w, e); yield from s.stay(ANCH, r.uniform(4, 40) * H)
def notified(s, l, ds):
    w = s.w; yield w.t + 1
    while True:
        d = ch(w, ds); yield from s.go(l, s.worktime()); s.laden(1); s.bound(d)
        e = note(w, 'notified_oil', [s.me('carrier')], [pl('origin', l), pl('destination', d)], max(0, w.t), TEND, 'oil', 'oil within the cap, notified to the Committee; destination entered, reporting throughout')
        yield from s.go(d, s.worktime() * 1.5, offport=False); s.laden(0); finish(w, e); s.bound(l); yield from s.go(l, w.rng.uniform(70, 260))
def aid(s, l, ds):
    w = s.w; yield w.t + 1
    while True:
        d = ch(w, ds); g = ch(w, ['wheat', 'rice', 'fertiliser', 'maize']); s.bound(l); yield from s.go(l, s.worktime()); s.laden(1); s.bound(d)
        e = note(w, 'food_aid', [s.me('carrier')], [pl('origin', l), pl('destination', d)], max(0, w.t), TEND, g, f'{g} for the DPRK, lawful, left light again'); yield from s.go(d, s.worktime() * 2); s.laden(0); finish(w, e); s.bound(l)
        yield from s.go(l, w.rng.uniform(60, 200))
def rajin(s):
    w = s.w; yield w.t + 1
    while True:
        d = ch(w, ['SHA', 'RZH', 'LYG', 'KEL']); s.laden(0); s.bound('RAJ'); yield from s.go('RAJ', s.worktime() * 1.6); s.laden(1); b = max(0, s.first); s.bound(d)
        e = note(w, 'rajin_transit', [s.me('carrier')], [pl('origin', 'RAJ'), pl('destination', d)], b, TEND, 'coal', 'coal of Russian origin, railed from Khasan and shipped at Rajin under the exemption')
        yield from s.go(d, s.worktime()); s.laden(0); finish(w, e)
def liner(s, loop, hrs):
    w = s.w; r = w.rng; i = int(r.integers(len(loop))); yield w.t + 1
    while True:
        c = loop[i % len(loop)]; i += 1; s.bound(c)
        if s.where != ('B', c) or s.kind == 'ferry': yield from s.go(c, hrs * r.uniform(.8, 1.3) if c[0] != 'X' else 60, roads=.12 if s.kind == 'box' else 0, offport=False)
        s.load = r.uniform(.5, 1)
        if s.kind == 'box' and r.random() < .6: s.laden(s.load)
def fisher(s, home, ground):
    w = s.w; r = w.rng; yield w.t + 1
    while True:
        if s.where != ('B', home): yield from s.sail(('B', home))
        yield from s.stay(MOOR, r.uniform(.4, 4) * D * (1.5 if w.gale(w.t, ground) > 13 else 1))
        q = (ground[0] + r.normal(0, .3), ground[1] + r.normal(0, .35))
        if on(FAT, *q): continue
        yield from s.sail(('P', q)); till = w.t + r.uniform(3, 11) * D; hd = r.uniform(0, 6.28)
        while w.t < till and w.gale(w.t, q) < 19:
            n = int(r.integers(3, 9)); t = w.t
            for _ in range(n):
                la, lo = s.pos(); hd += r.normal(0, .9); v = r.uniform(2, 4.4); dt = r.uniform(.5, 2) * H
                if nm((la, lo), q) > 25: hd = math.atan2((q[1] - lo) * .8, q[0] - la)
                b = (la + v * dt / H / 60 * math.cos(hd), lo + v * dt / H / 48 * math.sin(hd))
                if on(FAT, *b): hd += 3.14; continue
                s.knot(t, la, lo, FISH); t += dt; s.knot(t, *b, FISH)
            yield t + 1
            yield from s.stay(DRIFT, r.uniform(1, 7) * H)
        s.where = ('P', s.pos())
def bunker(s, base):
    w = s.w; r = w.rng; yield w.t + 1
    while True:
        c = [x for x in w.ships if x.T and x.M[-1] == ANCH and x.where == ('R', base) and x.T[-1] - w.t > 5 * H and x.L > 75]
        if c and r.random() < .5 and w.gale(w.t, s.pos() if s.T else P[base]['roads']) < 13:
            x = ch(w, c); q = x.pos(); end = x.T[-1]; yield from s.sail(('P', (q[0] + .00025, q[1] + .0003))); b = w.t
            dur = min(r.uniform(2.5, 7) * H, end - b - .5 * H)
            if dur > H:
                yield from s.stay(SIDE, dur)
                if b > 0 and b < TEND: note(w, 'bunkering', [s.me('from'), x.me('to')], [ptpl(q, P[base]['name'].title() + ' roads')], b, min(w.t, TEND), 'bunkers', 'fuel for the ship\'s own engines')
            yield from s.sail(('B', base))
        yield from s.stay(MOOR, r.uniform(4, 20) * H)
def rover(s, base, rad, hrs):
    """patrol, tug or pilot: out to a point and home"""
    w = s.w; r = w.rng; yield w.t + 1
    while True:
        yield from s.stay(MOOR, r.exponential(hrs) * H + H)
        for _ in range(int(r.integers(1, 4))):
            for _ in range(30):
                ro = P[base]['chan'][-1] if rad > .3 else P[base]['roads']; q = (ro[0] + r.normal(0, rad), ro[1] + r.normal(0, rad))
                if not on(FAT if rad > .3 else LAND, *q) and clear(ro, q, LAND) and (s.where[0] != 'P' or clear(s.pos(), q, LAND)): break
            else: break
            if s.where[0] == 'P' and rad < .3 and s.T: s.knot(w.t, *s.pos(), WAY); t = w.t + nm(s.pos(), q) / s.v * H + 60; s.knot(t, *q, WAY); s.where = ('P', q); yield t
            else: yield from s.sail(('P', q))
            yield from s.stay(DRIFT, r.uniform(.2, 3) * H * (4 if rad > .5 else 1))
        yield from s.sail(('B', base))
def towing(s, a, b):
    w = s.w; yield w.t + 1
    while True:
        for c in (a, b): s.bound(c); yield from s.go(c, w.rng.uniform(20, 90), roads=.2)

def populate(w, nhid):
    r = w.rng; mk = Market(w); w.mothers = []; N = lambda n: max(1, int(round(n * r.uniform(.9, 1.12))))
    poor = []
    for i in range(N(27)):
        s = Ship(w, 'coaster', 'KP', ('B', ch(w, WEST + EAST, [.34, .1, .1, .08, .17, .06, .05, .04, .06]) if r.random() < .7 else ch(w, ['DLC', 'LKU', 'SHD', 'VVO']))); s.gen = dprk(s)
    for i in range(N(8)): s = Ship(w, 'tanker', 'KP', ('B', ch(w, ['NAM', 'NAM', 'NAM', 'NAM', 'CHO', 'HUN']))); s.gen = dprk(s)
    firms = [Owner(r, ch(w, ['CN', 'CN', 'HK', 'KR', 'RU', 'TW', 'JP']), sh) for sh in (0, 0, 0, 0, .1, .2, .3, .45)]
    for i in range(N(56)):
        cc = ch(w, ['CN', 'PA', 'TG', 'SL', 'BZ', 'MN', 'KH', 'RU', 'KR', 'JP', 'KM', 'VN', 'HK', 'DM', 'TZ'], [.3, .13, .06, .07, .05, .02, .03, .09, .09, .05, .03, .02, .03, .02, .01])
        s = Ship(w, 'coaster', cc, ('B', ch(w, TR['coaster']).split('-')[int(r.integers(2))]), ch(w, firms) if cc not in ('JP', 'KR') else None); s.gen = trader(s, mk)
    for k, n, fl in (('bulker', 29, ['PA', 'LR', 'MH', 'HK', 'CN', 'SG', 'KR']), ('tanker', 27, ['CN', 'KR', 'PA', 'TW', 'SL', 'RU', 'HK', 'SG', 'TG', 'JP', 'PW', 'LR']), ('bigtank', 9, ['LR', 'MH', 'HK', 'PA', 'SG', 'MT']), ('lpg', 4, ['PA', 'KR', 'SG'])):
        for i in range(N(n)):
            cc = ch(w, fl); o, d = ch(w, TR[k]).split('-'); s = Ship(w, k, cc, ('B', ch(w, [o, d])), ch(w, firms) if k == 'tanker' and cc not in ('JP', 'KR') else None); s.gen = trader(s, mk)
            if k in ('bulker', 'bigtank'):                                    # some begin in mid-passage
                if r.random() < .5 and o[0] != 'X' and d[0] != 'X': s.where = ('R', d)
    for i in range(N(10)): s = Ship(w, 'barge', 'CN', ('B', ch(w, ['SHA', 'LYG', 'DDG', 'LKU', 'DLC', 'RZH', 'TAG'])), cls='B' if r.random() < .3 else 'A'); s.gen = trader(s, mk)
    loops = ['PUS SHA NGB', 'PUS TAO DLC', 'PUS VVO', 'SHA HKT KKJ', 'INC TAO LYG', 'TXG DLC PUS HKT', 'NGB KEL FOC', 'PUS KIJ SMN', 'XSW NGB SHA PUS XPC', 'XSW TAO KAN PUS XTS', 'TXG TAO SHA XSW', 'VVO VYP PUS SHA', 'INC WEI YNT', 'XPC PUS NGB XSW', 'YNT DLC BAY TXG']
    for i in range(N(19)): s = Ship(w, 'box', ch(w, ['PA', 'KR', 'CN', 'HK', 'LR', 'SG', 'RU']), ('B', 'PUS')); lp = loops[i % len(loops)].split(); s.where = ('B', ch(w, [x for x in lp if x[0] != 'X'])); s.gen = liner(s, lp, 13)
    for a, b, h in (('INC', 'WEI', 7), ('PTK', 'YNT', 7), ('PUS', 'HKT', 5), ('TGH', 'VVO', 14), ('INC', 'DDG', 8), ('DLC', 'YNT', 3)):
        s = Ship(w, 'ferry', ch(w, ['KR', 'PA', 'CN']), ('B', a)); s.gen = liner(s, [a, b], h); s.innoc = ('ferry', f'ferry {a}-{b}')
    gr = [((36.4, 123.2), ['SHD', 'WEI', 'TAO']), ((34.6, 122.6), ['LYG', 'RZH']), ((38.9, 122.9), ['DLC', 'DDG']), ((30.8, 124.2), ['NGB', 'SHA']), ((28.2, 123.6), ['NGB', 'FOC']), ((40.0, 131.3), ['SHD', 'DLC']), ((34.2, 124.6), ['KUV', 'KAN']), ((37.4, 130.3), ['TGH', 'KPO']), ((36.3, 133.9), ['SMN']), ((42.0, 133.4), ['NJK'])]
    for i in range(N(33)):
        g, hs = gr[int(r.choice(len(gr), p=[.2, .1, .12, .12, .1, .12, .08, .08, .05, .03]))]; h = ch(w, hs); cc = P[h]['cc']; s = Ship(w, 'fish', cc, ('B', h), cls='B' if r.random() < .62 else 'A'); s.spread = .6; s.gen = fisher(s, h, g)
        if g[0] == 40.0: s.where = ('P', (g[0] + r.normal(0, .3), g[1] + r.normal(0, .3)));
    for b in ('PUS', 'NGB', 'SHA', 'KAN', 'VVO'): s = Ship(w, 'bunker', P[b]['cc'], ('B', b)); s.gen = bunker(s, b)
    for k, b, rad, h in (('pilot', 'PUS', .05, 3), ('pilot', 'SHA', .08, 4), ('tug', 'DLC', .04, 7), ('tug', 'PUS', .04, 7), ('tug', 'VVO', .03, 9), ('patrol', 'INC', .7, 40), ('patrol', 'SMN', .9, 40), ('patrol', 'SHA', 1., 40), ('patrol', 'TGH', .8, 30)):
        s = Ship(w, k, P[b]['cc'], ('B', b)); s.gen = rover(s, b, rad, h)
    for a, b in (('PUS', 'SHA'), ('DLC', 'DDG')): s = Ship(w, 'tug', P[a]['cc'], ('B', a)); s.gen = towing(s, a, b); s.innoc = ('tug', 'tug and tow, slow and indirect')
    s = Ship(w, 'tanker', 'CN', ('B', 'DLC')); s.habit = 'prompt'; s.style = 'name'; s.tx = 1.1; s.gen = notified(s, 'DLC', ['NAM']); s.portoff = False
    s = Ship(w, 'tanker', 'RU', ('B', 'VVO')); s.habit = 'prompt'; s.style = 'name'; s.gen = notified(s, 'VVO', ['CHO', 'RAJ', 'CHO']); s.portoff = False
    for i in range(int(r.integers(1, 4))): s = Ship(w, 'coaster', ch(w, ['RU', 'PA', 'HK', 'BZ']), ('B', ch(w, ['SHA', 'RZH', 'VVO']))); s.dwt *= 1.5; s.gen = rajin(s)
    for cc, l, ds in (('RU', 'VVO', ['CHO', 'RAJ', 'HUN']), (ch(w, ['CN', 'PA', 'VN']), 'DLC', ['NAM'])):
        s = Ship(w, 'coaster', cc, ('B', l)); s.gen = aid(s, l, ds)
    # lawful renaming after a sale, silent stays in port, weak sets, one MMSI for two
    free = [s for s in w.ships if s.cc != 'KP' and s.kind in ('coaster', 'tanker', 'barge', 'bulker')]; r.shuffle(free)
    for s in free[:6]: s.gen = sold(s, s.gen)
    for s in free[6:11]: s.tx = .36; s.innoc = ('poor_reception', 'weak transponder or aerial; heard only near receivers')
    for s in free[11:18]: s.portoff = True; s.innoc = ('off_in_port', 'equipment switched off at berth to save power')
    for i, s in enumerate(free[18:24]):
        if s.kind in ('coaster', 'barge') and s.cc == 'CN':
            m = 412000000 + int(r.choice([0, 1, 123456, 111111])); s.base['mmsi'] = s.id['mmsi'] = m; s.stat[0][1]['mmsi'] = m; s.ids[0]['mmsi'] = m; s.innoc = ('shared_mmsi', 'default MMSI, used by others too')
    f = [s for s in w.ships if s.kind == 'fish' and s.cc == 'CN']
    for a, b in zip(f[0:6:2], f[1:6:2]): b.base['mmsi'] = b.id['mmsi'] = b.stat[0][1]['mmsi'] = a.id['mmsi']; b.innoc = ('shared_mmsi', 'a fishing boat using her partner\'s number')
    for s in f[6:12]: s.innoc = ('fishing_fleet', 'fishing, drifting at night')
    # illicit demand
    kinds = ['delivery', 'delivery_dark', 'delivery_to_target', 'transfer_flagged', 'transfer_dark', 'barge', 'laundered']
    pk = np.array([.27, .16, .15, .1, .16, .08, .08]) * nhid; bag = [k for k, n in zip(kinds, np.floor(pk * .8)) for _ in range(int(n))]
    while len(bag) < nhid: bag.append(ch(w, kinds, pk / nhid))
    for k in bag:
        v = dict(delivery='delivery', delivery_dark='dark', delivery_to_target='target', barge='barge').get(k) or (ch(w, ['oil', 'oil', 'oil', 'coal']) if k != 'laundered' else ch(w, ['delivery', 'dark', 'target', 'oil']))
        w.offers.append(dict(kind=k, var=v, open=r.uniform(.1, 15 if 'transfer' not in k else 13) * D, prem=r.uniform(.8, 1.5)))
    w.offers.sort(key=lambda o: o['open'])
def sold(s, g):
    w = s.w; r = w.rng; when = r.uniform(4, 22) * D; done = False
    for t in g:
        if not done and w.t > when and s.where[0] == 'B' and s.M[-1] == MOOR and not s.busyact and P[s.where[1]]['cc'] not in ('KP', ''):
            done = True; yield t
            old = s.me('carrier'); b = w.t; gap = r.uniform(1, 5) * D; s.stay_ = 0
            yield from s.stay(MOOR, gap); s.become(w.t - r.uniform(1, .5 * gap), ch(w, ['PA', 'SL', 'TG', 'BZ', 'CN', 'KM', s.cc]), keepimo=True); s.dark(b + r.uniform(0, .3) * gap, b + r.uniform(.3, .95) * gap)
            if b < TEND: note(w, 'renamed_after_sale', [old, s.me('carrier')], [pl('origin', s.where[1])], max(b, 0), min(w.t, TEND), None, 'sold; new name, flag and MMSI taken at the quay, the IMO number kept')
            yield w.t + 1; continue
        yield t

# ------------------------------------------------------------------ ears: shore stations and satellites
ST = [(39.0, 121.8, 44), (38.8, 121.1, 48), (39.8, 124.0, 24), (40.2, 122.0, 38), (39.9, 119.6, 42), (39.1, 119.0, 38), (38.9, 118.0, 42), (37.8, 120.75, 46), (37.5, 121.4, 44), (37.4, 122.6, 50), (36.9, 122.4, 46), (36.1, 120.4, 46),
      (35.4, 119.6, 40), (34.8, 119.4, 42), (33.0, 120.9, 24), (31.8, 121.3, 40), (31.2, 122.0, 48), (30.7, 122.5, 52), (29.9, 122.2, 50), (28.9, 121.9, 36), (27.9, 121.1, 38), (26.2, 119.7, 40), (25.1, 121.7, 48), (24.3, 120.5, 40), (24.6, 121.9, 36),
      (37.5, 126.5, 44), (37.95, 124.7, 30), (36.8, 126.1, 46), (35.9, 126.5, 42), (34.7, 125.4, 50), (33.4, 126.3, 56), (33.3, 126.9, 48), (34.6, 127.8, 46), (35.1, 129.1, 54), (35.5, 129.5, 48), (36.1, 129.5, 46), (37.5, 129.1, 44), (38.2, 128.6, 34), (37.5, 130.8, 48),
      (34.6, 129.3, 44), (33.7, 130.3, 46), (34.0, 130.9, 46), (32.7, 129.7, 46), (35.5, 133.2, 40), (35.6, 135.4, 36), (36.9, 136.8, 34), (37.9, 138.9, 40), (41.3, 140.2, 40), (43.1, 131.9, 46), (42.75, 133.0, 46), (42.6, 130.8, 26)]
def render(w, folder):
    r = w.rng; S = np.array(ST); ns = len(S); duct = np.clip(np.exp(r.normal(0, .16, (ns, 31)) + r.normal(0, .14, 31)[None]), .6, 2.2); down = [[] for _ in range(ns)]
    for i in range(ns):
        for _ in range(int(r.poisson(1.1))): a = r.uniform(0, 30) * D; down[i].append((a, a + r.gamma(1.3, 13) * H))
    pas = []; t = r.uniform(0, 2) * H
    while t < TEND: pas.append((t, t + r.uniform(5, 13) * 60, r.uniform(.25, .75))); t += r.gamma(1.6, 62) * 60
    PA = np.array(pas); chunks = []; stat = []
    for s in w.ships:
        if not s.T: continue
        T = np.array(s.T); M = np.array(s.M); la0 = np.array(s.LA); lo0 = np.array(s.LO)
        c = np.arange(0, TEND - 1, 150.) ; c = c + r.uniform(0, 148, len(c)); c = c[(c > T[0]) & (c < T[-1])]
        if not len(c): continue
        k = np.clip(np.searchsorted(T, c, 'right') - 1, 0, len(T) - 1); m = M[k]
        j = np.clip(np.searchsorted(PA[:, 0], c, 'right') - 1, 0, None); inp = (c >= PA[j, 0]) & (c < PA[j, 1])
        th = np.array([.085, .11, .42, .18, .3, .18, 0, .22])[m] * (.6 if s.cls == 'B' else 1); u = r.random(len(c)); keep = ((u < th) | (inp & (u < .8))) & (m != AWAY)
        for a, b in s.off: keep &= ~((c > a) & (c < b))
        c, k, m, j, inp, u, th = c[keep], k[keep], m[keep], j[keep], inp[keep], u[keep], th[keep]
        if not len(c): continue
        la = np.interp(c, T, la0); lo = np.interp(c, T, lo0)
        d = 60 * np.hypot(la[:, None] - S[None, :, 0], (lo[:, None] - S[None, :, 1]) * np.cos(np.radians(la))[:, None])
        R = S[:, 2][None] * duct[:, np.minimum((c // D).astype(int), 30)].T * s.tx * (.42 if s.cls == 'B' else 1) * (.55 if s.kind == 'fish' and s.cls == 'A' else 1)
        pr = .93 / (1 + np.exp(np.clip((d - R) / 3.2, -30, 30)))
        for i in range(ns):
            for a, b in down[i]: pr[(c > a) & (c < b), i] = 0
        pt = 1 - np.prod(1 - pr, 1); g = r.random(370); fade = np.interp(c, np.arange(370) * 2.1 * H, np.where(g < .1, .15, 1)); kp = (lo > 124.6) & (lo < 126) & (la > 38.3) & (la < 39.2)
        crowd = np.clip(1 - .0 - .62 * np.exp(-((la - 31) ** 2 + (lo - 122.2) ** 2) / 6) - .45 * np.exp(-((la - 38) ** 2 + (lo - 120.5) ** 2) / 5) - .3 * np.exp(-((la - 35) ** 2 + (lo - 129) ** 2) / 3), .1, 1)
        ps = np.where(inp, PA[j, 2] * crowd * (.09 if s.cls == 'B' else .62) * min(1, s.tx + .1), 0) * np.where(m == MOOR, .6, 1)
        hit = ((u < th) & (r.random(len(c)) < pt * fade)) | (r.random(len(c)) < ps)
        c, k, m = c[hit], k[hit], m[hit]; n = len(c)
        if not n: continue
        def at(t):
            la, lo = np.interp(t, T, la0), np.interp(t, T, lo0); ph = 2 * np.pi * t / (12.42 * H); rad = .0011 * math.sqrt(s.L / 100)
            th = th0 + 1.5 * np.tanh(3 * np.sin(ph + 1)); an = m == ANCH; dr = (m == DRIFT) | (m == DSIDE)
            return la + an * rad * np.cos(th) + dr * .006 * np.sin(ph), lo + an * rad * 1.2 * np.sin(th) + dr * .007 * np.cos(ph), th
        th0 = r.uniform(0, 6.28); la, lo, th = at(c); la2, lo2, _ = at(c + 30); la1, lo1, _ = at(c - 30)
        dy = (la2 - la1) * 60; dx = (lo2 - lo1) * 60 * np.cos(np.radians(la)); sog = np.hypot(dx, dy) * 60; cog = np.degrees(np.arctan2(dx, dy)) % 360
        wy = (m == WAY) | (m == FISH); still = ~wy; sog = np.where(still, np.minimum(sog, 1.2), np.minimum(sog, s.v * 1.25)); sog = np.maximum(0, sog + r.normal(0, 1, n) * np.where(m == MOOR, .04, .13))
        cog = np.where(still & (sog < .4), r.uniform(0, 360, n), (cog + r.normal(0, 2.2, n))) % 360
        q = (np.sin(k * 12.9898 + th0) * 43758.5) % 1 * 360
        hd = np.where(wy, cog + r.normal(0, 2, n), np.where(m == ANCH, np.degrees(th) + 180, q)) % 360
        la = la + s.bias[0] + r.normal(0, 5e-5, n); lo = lo + s.bias[1] + r.normal(0, 6e-5, n)
        if s.tx < .8:
            o = r.random(n) < .0006; la = np.where(o, la + r.normal(0, .2, n), la)
        nav = np.array([5, 1, 0, 0, 7, 0, 0, 0])[m]
        z = ((np.sin(k * 78.233 + th0) * 9631.7) % 1)
        nav = np.where((m == DRIFT) & (z < .3), 1, nav); nav = np.where((m == SIDE) & (z < .6), 5, nav); nav = np.where((m == DSIDE) & (z < .4), 1, np.where((m == DSIDE) & (z > .75), 3, nav))
        if s.navlazy == 1: nav = np.where(m == FISH, 0, np.where(z < .75, 0, nav))
        if s.navlazy == 2: nav = np.where(z < .3, 5, nav)
        if s.kind in ('fish',) and s.cc != 'JP' and s.cls == 'A' and s.navlazy: nav = np.zeros(n, int) + 15
        sl = sorted(s.stat, key=lambda x: x[0]); cur = {}; ts = []; ix = []
        for t_, kw in sl:
            cur = dict(cur, **kw); b = s.cls == 'B'
            dr = cur.get('dr'); tail = f"{cur['name']},{'' if b or not cur['imo'] else cur['imo']},{cur['callsign']},{s.typ},{s.L},{s.B},{'' if b or dr is None else format(max(.6, dr), '.1f')},{'' if b else cur['dest'].replace(',', ' ')}"
            ts.append(t_); ix.append(len(stat)); stat.append((str(cur['mmsi']), tail))
        st = np.array(ix)[np.clip(np.searchsorted(np.array(ts), c, 'right') - 1, 0, None)]
        tc = np.clip(np.round(c + s.clock), 0, TEND - 1)
        chunks.append(np.stack([tc, la, lo, sog, cog, np.where(s.gyro, hd, -1), np.where(s.cls == 'B', -1, nav), st], 1))
    A = np.concatenate(chunks); A = A[np.argsort(A[:, 0], kind='stable')]; files = []
    ep = datetime.datetime(2018, 10, 5); cut = np.searchsorted(A[:, 0], np.arange(31) * D)
    for dday in range(30):
        ds = (ep + datetime.timedelta(days=dday)).strftime('%Y-%m-%d'); fn = f'strange-{ds}.csv'; files.append(fn); out = ['mmsi,timestamp,latitude,longitude,sog_knots,cog,heading,nav_status,ship_name,imo,callsign,ship_type,length_m,width_m,draught_m,destination']
        for t, la, lo, sg, cg, hd, nv, st in A[cut[dday]:cut[dday + 1]].tolist():
            t = int(t) % 86400; mm, tail = stat[int(st)]; cg = round(cg, 1) % 360
            out.append(f"{mm},{ds}T{t // 3600:02d}:{t // 60 % 60:02d}:{t % 60:02d}Z,{la:.5f},{lo:.5f},{sg:.1f},{cg:.1f},{'' if hd < 0 else int(hd)},{'' if nv < 0 else int(nv)},{tail}")
        with open(os.path.join(folder, fn), 'w') as f: f.write('\n'.join(out) + '\n')
    return files

def main():
    a = sys.argv[1:]; nh = None
    if '--hidden' in a: i = a.index('--hidden'); nh = int(a[i + 1]); del a[i:i + 2]
    seed, folder = int(a[0]), a[1]; os.makedirs(folder, exist_ok=True)
    w = World(seed); draw_n = int(w.rng.integers(0, 41)); populate(w, draw_n if nh is None else nh); w.run(); files = render(w, folder)
    for s in w.ships:
        if hasattr(s, 'innoc'): note(w, s.innoc[0], [['carrier'] + [i['name'], i['mmsi'], i['imo'], i['flag']] for i in s.ids], [], 0, TEND, None, s.innoc[1])
    hid = [x for x in w.hidden if x['begin'] < TEND and x['end'] > 0]; inn = [x for x in w.inno if x['begin'] < TEND - 6 * H and x['end'] > 0]
    must = [x for x in inn if x['kind'].startswith(('dprk_import', 'notified', 'rajin', 'food'))]; rest = [x for x in inn if x not in must]
    w.rng.shuffle(rest); big = ('dprk_cabotage', 'dprk_waiting', 'bunkering'); rest.sort(key=lambda x: x['kind'] in big); inn = must + rest[:max(12, 119 - len(must))]
    for p, v in (('h', hid), ('i', inn)):
        v.sort(key=lambda x: x['begin'])
        for i, x in enumerate(v):
            x['id'] = p + str(i + 1); x['begin'] = int(x['begin']); x['end'] = int(x['end'])
            if p == 'h' and not x['note']: x['note'] = f"{x['goods']} taken up at {x['places'][0][1]} for {x['places'][-1][1]}; still on the way when the month ended"; x['ends'] = x['ends'] or []
    def py(o): return o.item() if hasattr(o, 'item') else str(o)
    json.dump(dict(files=files, hidden=hid, innocent=inn), open(os.path.join(folder, 'key.json'), 'w'), indent=1, default=py)
    return w
if __name__ == '__main__': main()
