#!/usr/bin/env python3
"""Simulator of one month of AIS in the Yellow Sea, East China Sea and Sea of Japan (letter v).
usage: strange_v.py SEED FOLDER [--hidden N]"""
import sys, os, json, math, heapq, argparse, datetime
import numpy as np

H = 3600.0
D = 86400.0
T = 30 * D
EPOCH = datetime.datetime(2018, 10, 5)
KN = 1.852  # km/h

# ------------------------------------------------------------------ the sea
# node: lat, lon, lateral room (deg)
SEA = {
 'bh1': (38.65, 119.3, .07), 'bh2': (39.75, 120.75, .07), 'bh3': (40.25, 121.35, .04), 'bhs': (38.60, 120.93, .02), 'bhw': (38.75, 118.4, .03),
 'yn1': (38.25, 121.75, .05), 'yn2': (38.35, 122.7, .07), 'dln': (38.75, 122.1, .04), 'kb1': (38.85, 123.2, .06),
 'kb2': (39.30, 123.8, .05), 'kb3': (38.6, 124.35, .06), 'chs': (37.55, 122.93, .03), 'ye1': (37.35, 123.6, .10), 'ye2': (38.0, 124.05, .08),
 'hjw': (37.72, 124.45, .02), 'sdo': (36.7, 122.8, .06), 'yc1': (36.3, 123.3, .14), 'yc2': (35.5, 121.9, .12), 'yc3': (34.5, 122.5, .15), 'yc3e': (34.6, 123.9, .15),
 'yc4': (33.2, 123.2, .15), 'lyo': (34.95, 120.3, .08), 'qdo': (35.75, 120.8, .06),
 'ec1': (31.8, 123.1, .12), 'ec2': (30.6, 123.5, .12), 'ec2e': (30.6, 125.0, .20), 'ec3': (29.0, 123.1, .12), 'ec4': (27.4, 122.0, .12), 'ec5': (26.0, 121.0, .08),
 'tws': (24.9, 120.1, .05), 'twn': (25.7, 122.2, .06), 'ys0': (30.95, 122.6, .03),
 'yk0': (37.0, 125.3, .06), 'yk1': (36.7, 125.5, .03), 'yk2': (35.9, 125.5, .05), 'yk3': (34.75, 124.85, .05), 'yk4': (33.95, 125.35, .04),
 'j1': (33.72, 126.4, .02), 'j2': (33.95, 127.35, .03), 'j3': (34.35, 128.2, .03), 'ks1': (34.83, 129.22, .02), 'ks2': (35.3, 129.85, .04),
 'js1': (32.75, 125.5, .10), 'js2': (32.65, 127.1, .08), 'js3': (33.55, 128.35, .03), 'ks3': (34.0, 129.45, .02), 'ks4': (34.5, 130.2, .06),
 'ku1': (32.2, 128.3, .06), 'ku2': (31.0, 129.2, .05),
 'sj1': (36.1, 130.4, .10), 'sj2': (37.6, 130.1, .08), 'sj3': (39.0, 130.1, .12), 'sj4': (40.4, 130.6, .12), 'sj5': (41.7, 131.2, .08),
 'sj6': (42.4, 132.1, .06), 'sj7': (42.2, 133.1, .06), 'sj8': (40.5, 133.3, .2), 'sj9': (38.5, 134.6, .2), 'sj10': (37.1, 133.9, .12), 'sj11': (36.1, 132.0, .06),
 'sj12': (39.8, 138.6, .15), 'tsg': (41.22, 140.1, .015), 'tsg2': (41.38, 140.6, .01), 'tsg3': (41.6, 141.3, .02), 'sj13': (43.8, 138.3, .15), 'sk1': (46.6, 141.3, .06),
 'ek1': (38.45, 129.5, .06), 'ek2': (39.35, 128.2, .06), 'ek3': (40.2, 129.6, .06), 'ek4': (41.25, 130.25, .05), 'ul': (37.0, 129.75, .05),
}
EDGES = """bhw-bh1 bh1-bhs bh1-bh2 bh2-bh3 bh2-bhs bhs-yn1 yn1-yn2 yn1-dln dln-kb1 dln-yn2 yn2-kb1 kb1-kb2 kb1-kb3 yn2-chs yn1-chs chs-ye1 chs-sdo
kb3-ye2 yn2-kb3 ye2-ye1 ye2-hjw ye1-yc1 sdo-yc1 sdo-yc2 sdo-qdo yc1-yc2 yc1-yc3 yc1-yc3e yc2-yc3 yc2-lyo yc2-qdo qdo-lyo lyo-yc3 yc3-yc4 yc3-yc3e yc3e-yc4 yc3e-yk3 yc4-ec1 ec1-ec2 ec2-ec3
ec2-ec2e ec2e-js1 ec1-ec2e ec3-ec4 ec4-ec5 ec5-tws ec4-twn ec5-twn ec1-ys0 ec2-ys0 ye1-yk0 ye2-yk0 yk0-yk1 yk1-yk2 yk2-yk3 yk3-yk4 yk2-yc1 yk1-yc1 yk4-j1 j1-j2 j2-j3 j3-ks1
ks1-ks2 ks2-sj1 yk4-js1 js1-js2 js2-js3 js3-ks3 ks3-ks4 ks4-sj1 ks4-ks2 j2-js3 yc4-js1 ec1-js1 ec2e-ku1 js2-ku1 ku1-ku2 ku2-ec2e sj1-sj2 sj2-sj3 sj3-sj4 sj4-sj5 sj5-sj6 sj6-sj7 sj7-sj8
sj8-sj4 sj8-sj9 sj9-sj10 sj10-sj11 sj11-ks4 sj11-sj1 sj2-sj9 sj9-sj12 sj8-sj12 sj12-tsg tsg-tsg2 tsg2-tsg3 sj8-tsg sj7-tsg sj13-tsg sj7-sj13 sj13-sk1 sj12-sj13
ek1-ek2 ek2-ek3 ek3-ek4 ek4-sj5 ek4-sj4 ek3-sj4 ek3-sj3 ek1-sj3 ek1-sj2 ek2-sj3 ul-ks2 ul-sj2 ul-sj1 ul-ek1 yk3-yc1""".split()

# port: country, roads, chain roads->berth (last is the berth), sea nodes
P = {
 'Nampo': ('KP', (38.63, 124.78), [(38.655, 125.0), (38.69, 125.18), (38.70, 125.28), (38.717, 125.385)], 'kb3'),
 'Songnim': ('KP', (38.61, 124.82), [(38.655, 125.0), (38.69, 125.18), (38.70, 125.28), (38.712, 125.385), (38.735, 125.5), (38.745, 125.62)], 'kb3'),
 'Taean': ('KP', (38.60, 124.77), [(38.655, 125.0), (38.69, 125.18), (38.70, 125.28), (38.712, 125.385), (38.775, 125.50), (38.82, 125.53)], 'kb3'),
 'Haeju': ('KP', (37.78, 125.58), [(37.88, 125.66), (37.985, 125.70)], 'hjm'),
 'Chongjin': ('KP', (41.70, 129.87), [(41.765, 129.825)], 'ek4'),
 'Rajin': ('KP', (42.12, 130.33), [(42.17, 130.29), (42.225, 130.295)], 'ek4 sj5'),
 'Wonsan': ('KP', (39.25, 127.66), [(39.22, 127.5), (39.17, 127.455)], 'ek2'),
 'Hungnam': ('KP', (39.74, 127.68), [(39.815, 127.635)], 'ek2'),
 'Kimchaek': ('KP', (40.62, 129.30), [(40.66, 129.215)], 'ek3 ek4'),
 'Dandong': ('CN', (39.62, 124.08), [(39.74, 124.12), (39.825, 124.155)], 'kb2'),
 'Dalian': ('CN', (38.84, 121.93), [(38.90, 121.80), (38.945, 121.67)], 'dln'),
 'Yingkou': ('CN', (40.24, 121.85), [(40.295, 122.075)], 'bh3'),
 'Qinhuangdao': ('CN', (39.78, 119.78), [(39.90, 119.62)], 'bh1 bh2'),
 'Caofeidian': ('CN', (38.80, 118.60), [(38.90, 118.52)], 'bhw bh1'),
 'Tianjin': ('CN', (38.84, 118.10), [(38.94, 117.95), (38.97, 117.80)], 'bhw'),
 'Longkou': ('CN', (37.80, 120.15), [(37.66, 120.31)], 'bh1'),
 'Yantai': ('CN', (37.68, 121.52), [(37.575, 121.41)], 'yn1'),
 'Weihai': ('CN', (37.50, 122.34), [(37.45, 122.20)], 'chs yn1'),
 'Shidao': ('CN', (36.78, 122.50), [(36.865, 122.435)], 'sdo'),
 'Qingdao': ('CN', (35.92, 120.55), [(36.02, 120.33), (36.07, 120.30)], 'qdo'),
 'Rizhao': ('CN', (35.28, 119.80), [(35.375, 119.575)], 'lyo'),
 'Lanshan': ('CN', (35.05, 119.62), [(35.09, 119.40)], 'lyo'),
 'Lianyungang': ('CN', (34.85, 119.80), [(34.78, 119.58), (34.752, 119.47)], 'lyo'),
 'Shanghai': ('CN', (31.02, 122.38), [(31.10, 122.15), (31.24, 121.86), (31.37, 121.62), (31.41, 121.53)], 'ys0'),
 'Nantong': ('CN', (31.03, 122.42), [(31.10, 122.15), (31.24, 121.86), (31.37, 121.62), (31.55, 121.36), (31.74, 121.10), (31.91, 120.86)], 'ys0'),
 'Zhoushan': ('CN', (29.72, 122.58), [(29.75, 122.33), (29.86, 122.12), (29.93, 122.02)], 'ec3 ec2'),
 'Ningbo': ('CN', (29.70, 122.62), [(29.75, 122.33), (29.86, 122.12), (29.955, 121.96)], 'ec3 ec2'),
 'Wenzhou': ('CN', (27.80, 121.35), [(27.93, 121.02)], 'ec4'),
 'Keelung': ('TW', (25.22, 121.78), [(25.155, 121.745)], 'twn ec5'),
 'Taichung': ('TW', (24.32, 120.38), [(24.28, 120.49)], 'tws'),
 'Incheon': ('KR', (37.22, 126.30), [(37.33, 126.48), (37.46, 126.59)], 'inm'),
 'Pyeongtaek': ('KR', (37.12, 126.40), [(37.06, 126.58), (36.985, 126.80)], 'inm'),
 'Daesan': ('KR', (37.10, 126.32), [(37.02, 126.41)], 'inm'),
 'Gunsan': ('KR', (35.94, 126.30), [(35.965, 126.56)], 'yk2'),
 'Mokpo': ('KR', (34.70, 125.98), [(34.72, 126.20), (34.775, 126.36)], 'mkm'),
 'Yeosu': ('KR', (34.58, 127.90), [(34.70, 127.83), (34.74, 127.78)], 'j3 j2'),
 'Gwangyang': ('KR', (34.56, 127.93), [(34.70, 127.83), (34.80, 127.79), (34.89, 127.735)], 'j3 j2'),
 'Busan': ('KR', (35.00, 129.06), [(35.05, 129.06), (35.095, 129.05)], 'ks1'),
 'Ulsan': ('KR', (35.40, 129.48), [(35.46, 129.40)], 'ks2'),
 'Pohang': ('KR', (36.08, 129.48), [(36.03, 129.42)], 'pom'),
 'Donghae': ('KR', (37.50, 129.24), [(37.495, 129.145)], 'ek1 ul sj2'),
 'Jeju': ('KR', (33.58, 126.54), [(33.525, 126.54)], 'j1'),
 'Hakata': ('JP', (33.70, 130.20), [(33.63, 130.33), (33.615, 130.385)], 'ks3 ks4'),
 'Moji': ('JP', (34.05, 130.80), [(33.96, 130.84), (33.94, 130.90)], 'ks4'),
 'Maizuru': ('JP', (35.66, 135.35), [(35.56, 135.34), (35.49, 135.37)], 'mzm'),
 'Sakaiminato': ('JP', (35.62, 133.42), [(35.545, 133.27)], 'mzm sj11'),
 'Niigata': ('JP', (38.02, 138.97), [(37.95, 139.06)], 'sj12x'),
 'Nagasaki': ('JP', (32.66, 129.60), [(32.70, 129.78), (32.74, 129.86)], 'ku1'),
 'Otaru': ('JP', (43.28, 141.05), [(43.205, 141.02)], 'sj13x'),
 'Vladivostok': ('RU', (42.96, 131.72), [(43.06, 131.76), (43.095, 131.86)], 'vlm'),
 'Nakhodka': ('RU', (42.70, 132.93), [(42.785, 132.885)], 'sj7 sj6'),
 'Vostochny': ('RU', (42.68, 133.00), [(42.74, 133.06)], 'sj7 sj6'),
 'Slavyanka': ('RU', (42.80, 131.50), [(42.86, 131.40)], 'vlm'),
 'Posyet': ('RU', (42.55, 130.86), [(42.645, 130.80)], 'sj5'),
 'Zarubino': ('RU', (42.56, 131.10), [(42.63, 131.085)], 'sj5'),
 'Kholmsk': ('RU', (47.04, 141.90), [(47.045, 142.035)], 'sk1'),
 'OutSouth': ('XX', (23.9, 119.2), [(23.85, 119.1)], 'tws'),
 'OutPacific': ('XX', (41.8, 142.2), [(41.85, 142.4)], 'tsg3'),
 'OutKyushu': ('XX', (30.3, 130.0), [(30.2, 130.1)], 'ku2'),
}
SEA.update({'hjm': (37.66, 125.25, .015), 'inm': (37.05, 125.95, .02), 'mkm': (34.55, 125.65, .01), 'pom': (36.15, 129.75, .03), 'mzm': (35.85, 134.4, .04),
            'sj12x': (38.5, 138.4, .04), 'sj13x': (43.45, 140.2, .03), 'vlm': (42.72, 131.75, .03)})
EDGES += 'hjw-hjm hjm-yk0 inm-yk1 inm-yk0 mkm-yk4 mkm-yk3 pom-ks2 pom-ul pom-sj1 mzm-sj10 mzm-sj11 mzm-sj9 sj12x-sj12 sj12x-sj9 sj12x-mzm sj13x-sj13 sj13x-tsg vlm-sj5 vlm-sj6 vlm-sj7'.split()

def km(a, b):
    y = (b[0] - a[0]) * 111.2
    x = (b[1] - a[1]) * 111.2 * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(x, y)

G = {}
for e in EDGES:
    a, b = e.split('-')
    d = km(SEA[a], SEA[b])
    G.setdefault(a, []).append((b, d)); G.setdefault(b, []).append((a, d))

STATIONS = []  # filled: (lat, lon, km range)
for n, (c, r, ch, _) in P.items():
    if c in ('KP', 'XX'): continue
    STATIONS.append((ch[-1][0], ch[-1][1], {'CN': 60, 'KR': 72, 'JP': 62, 'RU': 55, 'TW': 65}[c]))
STATIONS += [(38.4, 120.9, 60), (37.4, 122.7, 70), (38.7, 121.15, 55), (34.1, 126.2, 60), (33.25, 126.55, 70), (34.4, 129.3, 60), (37.5, 130.87, 55), (34.7, 125.4, 60),
             (37.6, 126.0, 60), (37.96, 124.68, 45), (36.6, 126.2, 60), (30.7, 122.8, 60), (28.6, 122.0, 45), (26.9, 120.5, 45), (38.2, 128.6, 55), (36.4, 133.2, 50), (41.4, 140.2, 55), (32.7, 128.8, 50), (35.0, 132.3, 45), (39.2, 122.6, 45), (32.9, 120.9, 35)]
ST = np.array(STATIONS)

MID = {'KP': [445], 'CN': [412, 413, 414], 'HK': [477], 'PA': [351, 352, 353, 354, 355, 356, 357, 370, 371, 372, 373], 'TG': [671], 'SL': [667], 'BZ': [312], 'KR': [440, 441],
       'JP': [431, 432], 'RU': [273], 'TW': [416], 'LR': [636], 'MH': [538], 'SG': [563, 564, 565, 566], 'CK': [518], 'PW': [511], 'KH': [514, 515], 'MN': [457], 'TZ': [677], 'KM': [616, 620],
       'DM': [325], 'VN': [574], 'TV': [572], 'KI': [529], 'NU': [542], 'JM': [339], 'VU': [576]}
CALL = {'KP': 'HM', 'CN': 'B', 'HK': 'VR', 'PA': '3E', 'TG': '5V', 'SL': '9L', 'BZ': 'V3', 'KR': 'D7', 'JP': 'J', 'RU': 'U', 'TW': 'BR', 'LR': 'A8', 'MH': 'V7', 'SG': '9V', 'CK': 'E5', 'PW': 'T8',
        'KH': 'XU', 'MN': 'JV', 'TZ': '5I', 'KM': 'D6', 'DM': 'J7', 'VN': '3W', 'TV': 'T2', 'KI': 'T3', 'NU': 'ZG', 'JM': '6Y', 'VU': 'YJ'}

# Kong-rey's track, and two northerly gales
TYT = np.array([-12, 0, 12, 24, 36, 48, 60]) * H
TYLA = np.array([25.8, 28.0, 31.2, 34.6, 38.3, 41.5, 44.5]); TYLO = np.array([126.2, 125.7, 126.4, 128.6, 133.0, 139.5, 147.0])
def wind(t, la, lo):
    """speed factor"""
    t = np.asarray(t, float); la = np.asarray(la, float); lo = np.asarray(lo, float)
    y = (la - np.interp(t, TYT, TYLA)) * 111; x = (lo - np.interp(t, TYT, TYLO)) * 90
    r = np.hypot(x, y)
    f = np.where((t > -12 * H) & (t < 60 * H), 1 - .5 * np.exp(-(r / 330) ** 2), 1.0)
    for a, b, s in ((12.4, 13.9, .22), (20.1, 20.8, .12), (24.6, 26.2, .25)):
        f = f * np.where((t > a * D) & (t < b * D) & (la > 30), 1 - s, 1.0)
    return f

class World:
    def __init__(w, seed, hidden):
        w.r = np.random.default_rng([seed, 7719])
        w.ships = []; w.hidden = []; w.innocent = []; w.names = set(); w.mm = set(); w.imos = set()
        w.N = hidden if hidden is not None else int(w.r.integers(0, 41))
        w.paths = {}
    def u(w, a, b): return float(w.r.uniform(a, b))
    def i(w, a, b): return int(w.r.integers(a, b + 1))
    def pick(w, seq, p=None):
        seq = list(seq)
        if p is not None:
            p = np.array(p, float); p /= p.sum()
        return seq[int(w.r.choice(len(seq), p=p))]
    def p(w, x): return w.r.random() < x
    def mmsi(w, fl):
        while True:
            m = w.pick(MID[fl]) * 1000000
            if fl == 'KP': m += w.i(10, 480) * 1000
            elif fl == 'CN': m += w.i(200000, 799999)
            elif fl in ('TG', 'SL', 'PW', 'KM', 'TZ', 'MN'): m += w.i(100, 990) * 1000 + w.pick([0, 0, w.i(0, 999)])
            else: m += w.i(1, 999) * 1000 if w.p(.8) else w.i(100000, 999999)
            if m not in w.mm: w.mm.add(m); return m
    def imo(w, old=False):
        while True:
            b = w.i(780000, 925000) if old else w.i(860000, 983000)
            s = str(b); c = sum(int(x) * (7 - k) for k, x in enumerate(s)) % 10
            v = b * 10 + c
            if v not in w.imos: w.imos.add(v); return v
    def badimo(w): return w.i(1000000, 9999999)
    def call(w, fl):
        c = CALL[fl]; L = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
        if fl in ('PA', 'TW', 'CN', 'KP'):
            while len(c) < 4: c += L[w.i(0, 25)]
            return c + (str(w.i(2, 9)) if fl in ('PA', 'CN') and w.p(.6) else '')
        while len(c) < 4: c += L[w.i(0, 25)]
        return c + str(w.i(1, 9))
    def name(w, fl, kind='cargo'):
        kp = ['RYON', 'HWA', 'TAE', 'SONG', 'KUM', 'UN', 'CHOL', 'SAN', 'JIN', 'HUNG', 'PAEK', 'YANG', 'MYONG', 'SIN', 'KANG', 'BONG', 'NAM', 'DOK', 'RIM', 'MU', 'JANG', 'SU', 'TONG', 'IL', 'OK', 'PHYO', 'RANG', 'CHON', 'MA']
        cn = ['HAI', 'HUA', 'XIN', 'SHUN', 'DA', 'FENG', 'YUAN', 'TONG', 'HONG', 'JIN', 'YU', 'CHANG', 'RUI', 'XIANG', 'FU', 'AN', 'SHENG', 'LONG', 'TAI', 'HE', 'BO', 'ZHE', 'MING', 'GUANG', 'KUN', 'LU', 'QI']
        kr = ['HAN', 'DONG', 'SUNG', 'DAE', 'YANG', 'WOO', 'JIN', 'SAM', 'BO', 'KUM', 'HAE', 'SEO', 'GWANG', 'MYUNG']
        jp = ['SHIN', 'KO', 'EI', 'FUKU', 'TO', 'YO', 'SEI', 'RYU', 'HO', 'TAI', 'KAI', 'DAI']
        en = ['OCEAN', 'GOLD', 'STAR', 'PACIFIC', 'ORIENT', 'LUCKY', 'SILVER', 'EAST', 'GRAND', 'BRIGHT', 'ROYAL', 'SKY', 'PEARL', 'ASIA', 'BLUE', 'NEW', 'UNITED', 'EVER', 'GLORY', 'SUN', 'FORTUNE', 'HOPE', 'DRAGON', 'PHOENIX', 'VOYAGER', 'TRADER', 'PIONEER', 'HORIZON', 'SPIRIT']
        ru = ['KAPITAN ', 'PRIMORYE ', 'AMUR ', 'VOSTOK ', 'ZALIV ', 'MYS ', 'SAKHALIN ', 'OSTROV ', 'ALEKSEY ']
        ru2 = ['ANTIPOV', 'LEDOV', 'SERGEEV', 'STREL', 'BARSOV', 'NIKITIN', 'VOLKOV', 'GAMOV', 'ORLOV', 'KRAB', 'TIGR']
        while True:
            if kind == 'fishing':
                if fl == 'CN': n = w.pick(['LURONGYU', 'LIAODANYU', 'LIAODAYU', 'LULANYU', 'ZHELINGYU', 'SUGANYU', 'LUSHIYU', 'MINGUANGYU']) + str(w.i(11000, 69999))
                elif fl == 'KR': n = 'NO.%d %sHO' % (w.i(3, 909), w.pick(kr) + w.pick(kr))
                elif fl == 'RU': n = w.pick(ru) + w.pick(ru2)
                else: n = 'NO.%d %sMARU' % (w.i(1, 88), w.pick(jp) + w.pick(jp) + ' ')
            elif fl == 'KP': n = w.pick(kp) + ' ' + w.pick(kp) + (' ' + w.pick(kp) if w.p(.15) else '') + (' ' + str(w.i(1, 12)) if w.p(.5) else '')
            elif kind == 'barge': n = w.pick(['ZHE', 'WAN', 'SU', 'LU', 'MIN']) + w.pick(cn) + w.pick(['HUO', 'GONG', 'BO', 'SHA']) + str(w.i(66, 9999))
            elif fl in ('CN',) or (fl in ('HK', 'TG', 'SL', 'PA', 'BZ', 'KM', 'PW', 'DM', 'MN') and w.p(.6)): n = w.pick(cn) + ' ' + w.pick(cn) + ' ' + (w.pick(cn) if w.p(.3) else '') + (str(w.i(1, 99)) if w.p(.55) else '')
            elif fl == 'KR': n = w.pick(kr) + ' ' + w.pick(kr) + (' NO.%d' % w.i(1, 9) if w.p(.4) else '')
            elif fl == 'JP': n = w.pick(jp) + w.pick(jp) + ' MARU'
            elif fl == 'RU': n = w.pick(ru) + w.pick(ru2)
            else: n = w.pick(en) + ' ' + w.pick(en) + (' ' + str(w.i(1, 28)) if w.p(.35) else '')
            n = n.strip()[:20]
            if n not in w.names and n.split()[0] != (n.split() + [''])[1]: w.names.add(n); return n
    def path(w, a, b):
        k = (a, b)
        if k in w.paths: return w.paths[k]
        pr = w.paths.get(('d', a))
        if pr is None:
            dist = {a: 0}; prev = {}; q = [(0, a)]
            while q:
                d, x = heapq.heappop(q)
                if d > dist[x]: continue
                for y, e in G[x]:
                    if d + e < dist.get(y, 1e9): dist[y] = d + e; prev[y] = x; heapq.heappush(q, (d + e, y))
            pr = (dist, prev); w.paths[('d', a)] = pr
        L = [b]
        while L[-1] != a: L.append(pr[1][L[-1]])
        w.paths[k] = (L[::-1], pr[0][b]); return w.paths[k]

def nearest_nodes(pos, k=3):
    return [n for _, n in sorted((km(pos, SEA[n]), n) for n in SEA)[:k]]

class Ship:
    def __init__(s, w, kind, fl, typ, L, dl, db, v, cls='A', noimo=False):
        s.w = w; s.kind = kind; s.fl = fl; s.cls = cls
        s.L = L; s.B = max(4, round(L / w.u(5.4, 7))); s.dl = dl; s.db = db; s.v = v; s.d = db
        old = fl in ('KP', 'TG', 'SL', 'KH', 'MN', 'TZ', 'KM') or w.p(.3)
        s.name = w.name(fl, 'fishing' if typ == 30 else 'barge' if noimo and typ in (70, 79) and fl == 'CN' else 'cargo')
        s.mmsi = w.mmsi(fl); s.imo = None if noimo else w.imo(old)
        s.typ = typ
        s.showimo = s.imo if w.p(.93) else None
        s.id = [(-1e9, dict(mmsi=s.mmsi, name=s.name, imo=s.showimo, call=w.call(fl) if w.p(.93) else '', typ=typ, L=L, B=s.B, fl=fl))]
        s.T = []; s.LA = []; s.LO = []; s.STt = []; s.STv = []
        s.DRt = [-1e9]; s.DRv = [db]; s.DEt = [-1e9]; s.DEv = ['']
        s.sil = []; s.sure = []; s.t = 0.0; s.pos = None; s.port = None; s.inport = False
        x = w.r.random()
        q = .25 if fl in ('KP',) else .12 if fl in ('CN', 'TG', 'SL', 'KM', 'PW', 'KH', 'MN', 'TZ', 'BZ', 'DM') else .03
        s.dil = 'never' if x < q else 'wrong' if x < 2 * q else 'late' if x < 2 * q + .3 else 'good'
        if s.cls == 'B' or typ in (30, 50, 52): s.DRv = [None]; s.dil = 'never'
        if s.dil == 'never': s.DRv = [w.pick([None, None, dl, db, 0.0]) if cls == 'A' and typ >= 60 else None]
        s.qual = w.u(.35, 1.0) * (.8 if fl == 'KP' else 1)
        s.badst = w.p(.12)          # nav status never touched
        s.hdg = w.p(.9 if cls == 'A' else .1)
        s.dirty = w.p(.25)          # destinations vague
        s.offport = w.p(.3 if fl == 'KP' else .12 if fl in ('CN', 'TG', 'SL', 'KM') else .04)
        s.kpoff = w.p(.5)           # switches off in DPRK waters out of habit
        s.clock = w.u(-90, 90) if w.p(.03) else 0
        s.off = (w.r.normal(0, .0015), w.r.normal(0, .0015))
        w.ships.append(s)
    # --- bookkeeping
    def snap(s):
        return (len(s.T), len(s.STt), len(s.DRt), len(s.DEt), len(s.sil), len(s.sure), len(s.id), s.t, s.pos, s.port, s.inport, s.d, len(s.w.hidden), len(s.w.innocent))
    def back(s, k):
        for l, n in zip((s.T, s.STt, s.DRt, s.DEt, s.sil, s.sure, s.id), k[:7]): del l[n:]
        del s.LA[k[0]:]; del s.LO[k[0]:]; del s.STv[k[1]:]; del s.DRv[k[2]:]; del s.DEv[k[3]:]
        s.t, s.pos, s.port, s.inport, s.d = k[7:12]
        del s.w.hidden[k[12]:]; del s.w.innocent[k[13]:]
    def who(s, role, at=None):
        i = [x for t, x in s.id if at is None or t <= at][-1]
        return [role, i['name'], i['mmsi'], i['imo'], i['fl']]
    def add(s, t, la, lo): s.T.append(t); s.LA.append(la); s.LO.append(lo)
    def st(s, v):
        if s.badst and s.STt: return
        lag = s.w.u(-.1, .6) * H if not s.w.p(.1) else s.w.u(1, 8) * H
        t = s.t + lag
        if s.STt and t <= s.STt[-1]: t = s.STt[-1] + 1
        s.STt.append(t); s.STv.append(v)
    def draught(s, d, quiet=False):
        s.d = d
        if quiet or s.dil == 'never': return
        w = s.w
        lag = {'good': w.u(-1, 3), 'late': w.u(4, 44), 'wrong': w.u(0, 20)}[s.dil] * H
        v = d
        if s.dil == 'wrong': v = w.pick([d, (s.dl + s.db) / 2, s.dl, s.db, d + w.u(-.8, .8)])
        t = max(s.t + lag, s.DRt[-1] + 1)
        s.DRt.append(t); s.DRv.append(round(max(1.5, v), 1))
    def dest(s, txt, lag=None):
        w = s.w
        if w.p(.12): return
        t = max(s.t + (w.u(-2, 2) if lag is None else lag) * H, s.DEt[-1] + 1)
        s.DEt.append(t); s.DEv.append(txt)
    def dtext(s, port):
        w = s.w; c = P[port][0]; n = port.upper()
        if s.dirty and w.p(.5): return w.pick(['CHINA', 'FOR ORDER', 'FOR ORDERS', n[:5], 'ROADS', 'YELLOW SEA', 'N CHINA', ''] if c in ('CN', 'KP') else ['FOR ORDERS', n[:4], 'KOREA', '', n + ' ANCH'])
        if c == 'XX': return w.pick(['SINGAPORE', 'HONG KONG', 'MANILA', 'KAOHSIUNG'] if port == 'OutSouth' else ['LONG BEACH', 'VANCOUVER', 'TOMAKOMAI', 'PORTLAND US'] if port == 'OutPacific' else ['TOKYO', 'YOKOHAMA', 'NAGOYA', 'OSAKA'])
        if c == 'KP': return w.pick([n, n, n + ' DPRK', n + ',DPRK', 'KP ' + n[:3], n.replace('NAMPO', 'NAM PO')])
        return w.pick([n, n, n + {'CN': ' CHINA', 'KR': ' KOREA', 'JP': ' JAPAN', 'RU': ' RUSSIA', 'TW': ' TAIWAN'}[c], c + ' ' + n[:3], n + ' PORT'])
    # --- movements
    def begin(s, port, t, berth=True):
        s.t = t; s.port = port; s.inport = berth
        c = P[port]; s.pos = s.berth(port) if berth else s.anch(port)
        s.add(t, *s.pos); s.STt.append(-1e9); s.STv.append(s.w.pick([0, 0, 5, 15]) if s.badst else (5 if berth else 1))
        s.DEv[0] = s.dtext(port)
    def berth(s, port):
        b = P[port][2][-1]; return (b[0] + s.off[0], b[1] + s.off[1])
    def anch(s, port):
        r = P[port][1]; k = .02 if P[port][0] != 'KP' else .012
        return (r[0] + s.w.r.normal(0, k), r[1] + s.w.r.normal(0, k))
    def stay(s, h):
        """moored"""
        if h <= 0: return
        s.add(s.t + 1, *s.pos); s.t += h * H; s.add(s.t, *s.pos)
        if s.offport and h > 10: s.sil.append((s.t - h * H + s.w.u(.5, 3) * H, s.t - s.w.u(-.3, 2) * H))
    def anchor(s, h, st=1):
        if h <= 0: return
        w = s.w; c = s.pos; R = w.u(.0008, .0025); n = max(2, int(h / .7))
        s.st(st)
        ph = w.u(0, 6.28); tt = s.t + np.linspace(0.03, h, n) * H
        ang = ph + 1.2 * np.sin(2 * np.pi * tt / (12.42 * H)) + np.cumsum(w.r.normal(0, .12, n))
        for t, a in zip(tt, ang): s.add(float(t), c[0] + R * math.sin(a), c[1] + R * math.cos(a) * 1.2)
        s.t += h * H; s.pos = (s.LA[-1], s.LO[-1])
    def drift(s, h, st=None):
        w = s.w; n = max(3, int(h / .5)); la, lo = s.pos; o0 = s.pos
        s.st(w.pick([0, 0, 1, 15, 2]) if st is None else st)
        vx, vy = w.r.normal(0, .25, 2); A = w.u(.2, .9); ph = w.u(0, 6.28); dt = h / n
        for k in range(n):
            vx = .97 * vx + w.r.normal(0, .06) - .012 * (lo - o0[1]) * 90; vy = .97 * vy + w.r.normal(0, .06) - .012 * (la - o0[0]) * 111
            tt = (s.t + dt * H) / (12.42 * H) * 2 * math.pi + ph
            la += (vy + A * math.sin(tt)) * KN * dt / 111.2; lo += (vx + .6 * A * math.cos(tt)) * KN * dt / 111.2 / math.cos(math.radians(la))
            s.t += dt * H; s.add(s.t, la, lo)
        s.pos = (la, lo)
    def track(s, pts, v, slow=True):
        """follow a polyline of points at about v knots"""
        w = s.w; pts = np.array([s.pos] + list(pts), float)
        d = np.hypot(np.diff(pts[:, 0]) * 111.2, np.diff(pts[:, 1]) * 111.2 * np.cos(np.radians(pts[:-1, 0])))
        cum = np.concatenate([[0], np.cumsum(d)]); tot = cum[-1]
        if tot < .05: return
        step = max(.6, v * KN * .4)
        q = np.unique(np.concatenate([np.arange(0, tot, step), cum]))
        if len(q) < 2: return
        q = q[np.concatenate([[True], np.diff(q) > .02])]
        la = np.interp(q, cum, pts[:, 0]); lo = np.interp(q, cum, pts[:, 1])
        m = len(q)
        nz = np.zeros(m); x = 0; e = w.r.normal(0, 1, m)
        for k in range(m): x = .85 * x + .022 * e[k]; nz[k] = x
        t0 = s.t + q / (v * KN) * H
        tide = .05 * np.sin(2 * np.pi * t0 / (12.42 * H) + lo * 3)
        f = (1 + nz + tide) * wind(t0, la, lo)
        if slow:
            e1 = np.minimum(q, tot - q); f = f * np.clip(.5 + e1 / 9, .5, 1)
        dt = np.diff(q) / (v * KN * np.maximum(.25, (f[:-1] + f[1:]) / 2)) * H
        tt = s.t + np.concatenate([[0], np.cumsum(dt)])
        wob = w.r.normal(0, .0012, (2, m)) * np.clip(np.minimum(q, tot - q) / 30, 0, 1)
        for a, b, c in zip(tt[1:], la[1:] + wob[0][1:], lo[1:] + wob[1][1:]): s.add(float(a), float(b), float(c))
        s.t = float(tt[-1]); s.pos = (s.LA[-1], s.LO[-1])
    def jit(s, n, nxt):
        la, lo, r = SEA[n]; w = s.w
        dx, dy = w.r.normal(0, r * .5, 2)
        # keep to starboard of the line
        b = math.atan2(nxt[1] - lo, nxt[0] - la)
        return (la + dy - math.sin(b) * r * .5, lo + dx + math.cos(b) * r * .5)
    def leave(s):
        if not s.inport: return
        ch = P[s.port][2][:-1][::-1]; w = s.w
        s.st(0)
        s.track([(a + w.r.normal(0, .002), b + w.r.normal(0, .002)) for a, b in ch] + [s.anch(s.port)], s.v * .8)
        s.inport = False
    def route(s, src, dst):
        """src,dst: lists of nodes; best chain"""
        best = None
        for a in src:
            for b in dst:
                L, d = s.w.path(a, b)
                d += km(s.pos, SEA[a]) + km(s.goal, SEA[b])
                if best is None or d < best[0]: best = (d, L)
        return best[1]
    def shelter(s):
        # the masters wait for the typhoon, most of them
        w = s.w
        if s.t < 50 * H and s.t > -10 * H:
            tt = s.t + np.arange(0, 30) * H
            f = wind(tt, np.full(30, s.pos[0]), np.full(30, s.pos[1]))
            if f.min() < .75 and w.p(.75):
                k = int(np.where(f < .8)[0].max()); h = k + w.u(1, 10)
                (s.stay if s.inport else s.anchor)(h)
    def sail(s, port=None, pos=None, v=None, node=None):
        """go to roads of port, or to a position at sea"""
        w = s.w; v = v or s.v * w.u(.93, 1.05)
        s.shelter()
        if s.inport: s.leave()
        s.st(0)
        src = P[s.port][3].split() if s.port else nearest_nodes(s.pos, 2)
        if port:
            s.goal = s.anch(port); dst = P[port][3].split()
            if port == s.port or (s.port and km(P[port][1], P[s.port][1]) < 12): s.track([s.goal], v); s.port = port; return
        else:
            s.goal = pos; dst = nearest_nodes(pos, 2) if node is None else [node]
        L = s.route(src, dst)
        pts = []
        for k, n in enumerate(L):
            nx = SEA[L[k + 1]] if k + 1 < len(L) else s.goal
            pts.append(s.jit(n, nx))
        if pos and len(pts) > 1 and km(pts[-2], pos) < km(pts[-2], pts[-1]): pts.pop()
        s.track(pts + [s.goal], v)
        s.port = port
    def enter(s):
        w = s.w; ch = P[s.port][2]
        s.st(0)
        s.track([(a + w.r.normal(0, .002), b + w.r.normal(0, .002)) for a, b in ch[:-1]] + [s.berth(s.port)], s.v * .7)
        s.inport = True; s.st(5)
    def call(s, port, wait, hours, d=None, dest=None, v=None):
        """sail to a port, wait in the roads, berth, work, leave with draught d"""
        s.dest(dest if dest is not None else s.dtext(port))
        t0 = s.t
        if not (s.port == port and s.inport):
            s.sail(port, v=v)
            ta = s.t
            if wait > 0: s.anchor(wait)
            s.enter()
        else: ta = s.t
        tb = s.t; s.stay(hours)
        if d is not None: s.draught(d)
        return ta, tb, s.t

def wait_h(w, port):
    """queue for a berth"""
    c = P[port][0]
    m = {'CN': 14, 'KP': 16, 'KR': 5, 'JP': 3, 'RU': 12, 'TW': 5, 'XX': 2}[c]
    x = float(w.r.lognormal(math.log(m), .9))
    return 0 if w.p(.25) else min(x, 96)

def plc(role, port, pos=None):
    c, r, ch, _ = P[port]
    q = pos or ch[-1]
    return [role, port + (' roads' if pos else ''), c, round(q[0], 4), round(q[1], 4)]
def sea_place(role, pos, name): return [role, name, None, round(pos[0], 4), round(pos[1], 4)]
def area_name(p):
    la, lo = p
    if lo > 128.5 and la > 35: return 'Sea of Japan'
    if la < 33: return 'East China Sea'
    return 'Yellow Sea'

# ------------------------------------------------------------------ acts
WEST = ['Nampo', 'Songnim', 'Taean', 'Haeju']
EAST = ['Chongjin', 'Wonsan', 'Hungnam', 'Kimchaek', 'Rajin']
FOC = ['TG', 'SL', 'PA', 'BZ', 'KM', 'PW', 'KH', 'MN', 'TZ', 'DM', 'HK', 'CN', 'CK', 'JM', 'NU']

def kp_cargo(w, east=False):
    L = w.i(72, 118); dl = round(4.6 + (L - 70) * .055 + w.u(-.3, .4), 1); db = round(dl * w.u(.46, .58), 1)
    s = Ship(w, 'kp', 'KP', w.pick([70, 70, 70, 79, 71]), L, dl, db, w.u(7.2, 9.8))
    s.home = w.pick(EAST, [4, 1.5, 2, .7, 1]) if east else w.pick(WEST, [5, 2, 1.4, .8]); s.east = east
    s.begin(s.home, -w.u(0, 3) * D if w.p(.5) else 0)
    return s
def coaster(w, fl=None):
    fl = fl or w.pick(FOC + ['KR', 'RU', 'CN', 'CN', 'CN'])
    L = w.i(76, 135); dl = round(4.8 + (L - 70) * .05 + w.u(-.3, .6), 1); db = round(dl * w.u(.46, .6), 1)
    return Ship(w, 'coaster', fl, w.pick([70, 70, 79]), L, dl, db, w.u(8.3, 11.8))
def tanker(w, fl=None, small=True):
    fl = fl or w.pick(['PA', 'KR', 'SG', 'TG', 'SL', 'HK', 'BZ', 'PW', 'CK', 'TW', 'MH', 'CN', 'RU'])
    L = w.i(70, 122) if small else w.i(120, 185); dl = round(4.5 + (L - 65) * .055 + w.u(-.2, .5), 1); db = round(dl * w.u(.5, .62), 1)
    return Ship(w, 'tanker', fl, w.pick([80, 80, 82, 89, 81]), L, dl, db, w.u(9, 12.5))
def kp_tanker(w, east=False):
    L = w.i(68, 108); dl = round(4.4 + (L - 65) * .05 + w.u(-.2, .4), 1); db = round(dl * w.u(.5, .6), 1)
    s = Ship(w, 'kptanker', 'KP', w.pick([80, 80, 89, 70]), L, dl, db, w.u(8, 10.5)); s.home = 'Chongjin' if east else 'Nampo'; s.east = east
    s.begin(s.home, 0)
    return s

def inn(w, kind, ships, places, b, e, goods, note, ends=()):
    w.innocent.append(dict(kind=kind, ships=ships, places=places, begin=int(max(b, 0)), end=int(min(e, T)), goods=goods, note=note, ends=[int(x) for x in ends]))
def hid(w, kind, ships, places, b, e, goods, note, ends=(), objs=()):
    w.hidden.append(dict(kind=kind, ships=ships, places=places, begin=int(b), end=int(e), goods=goods, note=note, ends=[int(x) for x in ends], _o=list(objs)))
def ok(w, n): return w.p(n)

def try_act(s, f, *a):
    k = s.snap(); r = f(s, *a)
    if r is False or s.t > T - 2 * H: s.back(k); return False
    return True

KPW = {'Dalian': 3, 'Yingkou': 1.6, 'Longkou': 2, 'Yantai': 2, 'Weihai': .6, 'Shidao': 1, 'Qingdao': .8, 'Rizhao': 1.6, 'Lanshan': 1.3, 'Lianyungang': 2.2, 'Qinhuangdao': .5, 'Nantong': 1.1, 'Zhoushan': 1.1, 'Caofeidian': .5, 'Dandong': .8}
KPE = {'Nakhodka': 2, 'Vladivostok': 2, 'Posyet': .7, 'Slavyanka': .8, 'Kholmsk': .5}
SHIPCHAND = 'rice|flour|fertiliser|soybean oil|maize|sugar|cement additives|tyres and machinery parts|household goods'.split('|')

def kp_silence(s, t0, ta, tl, tout):
    """habit of keeping the set off at home: from before arrival to after departure"""
    w = s.w
    a = t0 if t0 is not None else ta
    s.sil.append((max(a, ta - w.u(.5, 9) * H), min(tl + w.u(.5, 10) * H, tout - 1)))

def delivery(s, laundered=False):
    """DPRK ship: load at home, discharge abroad"""
    w = s.w; east = s.east
    o = s.home if w.p(.75) else w.pick(EAST[:4] if east else WEST)
    goods = w.pick(['coal', 'coal', 'coal', 'coal', 'iron ore', 'sand', 'seafood']) if not east else w.pick(['coal', 'coal', 'iron ore', 'seafood'])
    if o == 'Haeju': goods = w.pick(['sand', 'coal'])
    if goods == 'seafood' and s.L > 90: goods = 'coal'
    style = w.pick(['open', 'home', 'out', 'all', 'disch'], [1.5, 3, 2, 2, 1.2])
    if laundered: style = w.pick(['home', 'home', 'open'])
    t00 = s.t
    d = getattr(s, 'habit', None)
    if d is None or w.p(.25):
        if east and w.p(.7): d = w.pick(KPE, list(KPE.values()))
        else: d = w.pick(KPW, list(KPW.values()))
        s.habit = d
    if not s.inport or s.port != o: s.draught(s.db)
    ta, tb, tl = s.call(o, min(wait_h(w, o), 40) if s.port != o else 0, w.u(16, 60) * (s.L / 95), s.dl)
    lie = w.p(.25)
    s.dest(s.dtext(d) if not lie else w.pick([s.dtext(s.home), 'FOR ORDERS', 'HAEJU', 'WONSAN', 'CHONGJIN', 'ROADS', '']))
    roads_disch = w.p(.28) or d in ('Zhoushan',)
    swap = None
    s.leave(); tdep = s.t
    t1 = s.t
    s.sail(d); tr = s.t
    if laundered:
        # the set is off for some hours, and comes back as another ship
        s_a = t1 + w.u(.1, .3) * (tr - t1); s_b = s_a + w.u(2, 14) * H
        s_b = min(s_b, t1 + .8 * (tr - t1))
        s.sil.append((s_a, s_b)); swap = s_b - 60
        fl = w.pick(['CN', 'CN', 'TG', 'SL', 'KM', 'PA'])
        old = dict(s.id[-1][1]); new = dict(old)
        if not getattr(s, 'alias', None):
            s.alias = dict(mmsi=w.mmsi(fl), name=w.name(fl), imo=w.pick([None, w.badimo(), w.imo(True)]), call=w.call(fl) if w.p(.6) else '', fl=fl)
        new.update(s.alias)
        if w.p(.4): new['L'] = old['L'] + w.i(-9, 12)
        s.id.append((swap, new)); s._old = old
    wt = min(wait_h(w, d) * 1.3, 90)
    if roads_disch:
        s.anchor(wt * .6); tb2 = s.t; pos = s.pos
        s.anchor(w.u(22, 70)); s.draught(s.db); te = s.t
        place = plc('destination', d, pos)
    else:
        if wt: s.anchor(wt)
        s.enter(); tb2 = s.t; s.stay(w.u(14, 60)); s.draught(s.db); te = s.t
        place = plc('destination', d)
    ends = [te]; places = [plc('origin', o), place]
    if not laundered and w.p(.12) and not east and d in ('Dalian', 'Yantai', 'Longkou', 'Rizhao'):   # part cargo to a second port
        d2 = w.pick([x for x in ('Dalian', 'Yantai', 'Longkou', 'Lianyungang', 'Weihai') if x != d])
        s.draught((s.dl + s.db) / 2, quiet=True)
        _, _, te = s.call(d2, w.u(0, 30), w.u(8, 30), s.db); ends.append(te); places.append(plc('destination', d2))
    if te > T - 3 * H or ta < 0: return False
    if style == 'home': s.sil.append((ta - w.u(0, 6) * H, tdep + w.u(1, 12) * H))
    elif style == 'out': s.sil.append((tl - w.u(0, 10) * H, tr - w.u(-2, 5) * H))
    elif style == 'all': s.sil.append((ta - w.u(0, 5) * H, tr + w.u(-3, 8) * H))
    elif style == 'disch': s.sil.append((tr - w.u(1, 8) * H, te + w.u(-3, 6) * H))
    ids = [s.who('carrier', tb)] + ([s.who('carrier')] if laundered else [])
    note = '%s loaded at %s, discharged %s %s%s; transponder: %s' % (goods, o, 'in the roads of' if roads_disch else 'at', d, ' and a second port' if len(ends) > 1 else '',
            {'open': 'on all the way', 'home': 'off in home waters', 'out': 'off on the laden passage', 'all': 'off from loading to the roads abroad', 'disch': 'off at the discharge'}[style])
    if laundered: note += '; came back on the air under another name and MMSI during the passage'
    hid(w, 'laundered' if laundered else 'delivery', ids, places, ta, te, goods, note, ends, [s])
    if laundered:   # old name again on the way home
        k = len(s.sil)
        s.leave(); tx = s.t
        s.dest(s.dtext(s.home)); s.sail(s.home, v=s.v)
        m = tx + w.u(.3, .8) * (s.t - tx); s.sil.append((m - w.u(1, 5) * H, m + 60)); s.id.append((m, s._old))
        s.anchor(min(wait_h(w, s.home), 30)); s.enter(); s.stay(w.u(5, 30))
        if s.t > T - 3 * H:   # month ends on the way; fine, nothing of the act is cut
            pass
    elif w.p(.35):  # takes a lawful cargo home
        g = w.pick(SHIPCHAND); s.stay(w.u(10, 40)) if s.inport else s.anchor(w.u(10, 40)); s.draught(s.dl * w.u(.8, 1))
        kp_home(s)
    else: kp_home(s)
    s._acts = getattr(s, '_acts', 0) + 1
    return None

def kp_home(s):
    w = s.w
    s.dest(s.dtext(s.home)); s.leave(); a = s.t; s.sail(s.home); b = s.t; s.anchor(min(wait_h(w, s.home), 60)); s.enter(); s.stay(w.u(6, 40))
    s.draught(s.db)
    if s.kpoff and w.p(.6): s.sil.append((b - w.u(0, 10) * H, s.t + w.u(0, 4) * H))

def _fit(s, f, *a):
    """acts whose own end fits in the month even when the way home does not"""
    k = s.snap(); n = len(s.w.hidden)
    r = f(s, *a)
    if r is False or len(s.w.hidden) == n or s.w.hidden[-1]['end'] > T - 3 * H: s.back(k); return False
    return True

def lawful_kp(s):
    """one voyage of a DPRK ship in lawful trade"""
    w = s.w; east = s.east
    k = w.pick(['import', 'cabot', 'export', 'waitroads', 'repair', 'layup', 'round', 'carry'], [3.6, 1.7, 1.7, .9, .45, 2.2, .7 if not getattr(s, 'rounded', 0) else 0, .6])
    t0 = s.t
    KK = KPE if east and w.p(.8) else KPW
    d = w.pick(KK, list(KK.values()))
    quiet = s.kpoff and w.p(.75)
    if k == 'import':
        part = w.u(.75, 1); ta, tb, te = s.call(d, min(wait_h(w, d), 80), w.u(20, 70), s.db + (s.dl - s.db) * part)
        if quiet: s.sil.append((t0 - w.u(0, 20) * H, t0 + w.u(2, 11) * H))
        s.dest(s.dtext(s.home)); s.leave(); s.sail(s.home); b = s.t; s.anchor(min(wait_h(w, s.home), 60)); s.enter(); s.stay(w.u(24, 70)); s.draught(s.db)
        if quiet: s.sil.append((b - w.u(0, 10) * H, s.t - w.u(0, 2) * H))
        g = w.pick(SHIPCHAND)
        inn(w, 'DPRK ship, lawful import', [s.who('carrier')], [plc('origin', d), plc('destination', s.home)], ta, s.t, g, 'went out in ballast to %s and carried %s to %s%s' % (d, g, s.home, '; set off at home by habit' if quiet else ''), [s.t])
    elif k == 'cabot':
        a = s.home; b = w.pick([x for x in (EAST if east else WEST) if x != a])
        tl0 = s.t; s.call(a, 0, w.u(12, 40), s.dl); ta, tb, te = s.call(b, min(wait_h(w, b), 50), w.u(14, 50), s.db)
        if quiet: s.sil.append((tl0, te))
        g = w.pick(['coal', 'cement', 'sand', 'clinker', 'fertiliser'])
        inn(w, 'DPRK cabotage', [s.who('carrier')], [plc('origin', a), plc('destination', b)], tl0, te, g, 'domestic %s between %s and %s' % (g, a, b), [te])
        s.call(s.home, min(wait_h(w, s.home), 30), w.u(5, 30), s.db)
    elif k == 'round' and not east:
        s.rounded = 1; b = w.pick(['Wonsan', 'Chongjin', 'Hungnam']); g = w.pick(['coal', 'cement', 'coal'])
        tl0 = s.t; s.call(s.home, 0, w.u(20, 50), s.dl); s.leave(); x = s.t
        s.call(b, min(wait_h(w, b), 40), w.u(24, 60), s.db); e = s.t
        if w.p(.5): s.sil.append((x + w.u(2, 30) * H, x + w.u(40, 90) * H))
        inn(w, 'DPRK cabotage round the peninsula', [s.who('carrier')], [plc('origin', s.home), plc('destination', b)], tl0, e, g, 'domestic %s from the west to the east coast, through the Korea Strait' % g, [e])
        s.east = True; s.home = b
    elif k == 'export':
        g = w.pick(['ferrosilicon', 'tungsten concentrate', 'mineral water', 'returned empty containers and water ballast', 'rejected fertiliser going back', 'talc in bags under a Committee exemption'])
        part = w.u(.5, 1)
        ta0 = s.t; s.call(s.home, 0, w.u(14, 40), s.db + (s.dl - s.db) * part); s.leave()
        x = s.t; _, tb, te = s.call(d, min(wait_h(w, d), 80), w.u(14, 50), s.db)
        if quiet: s.sil.append((ta0, x + w.u(0, 9) * H))
        inn(w, 'DPRK ship, lawful export', [s.who('carrier')], [plc('origin', s.home), plc('destination', d)], ta0, te, g, 'left laden with %s, not a banned cargo, for %s' % (g, d), [te])
        if w.p(.4): s.stay(w.u(10, 40)); s.draught(s.dl * .9)
        kp_home(s)
    elif k == 'waitroads':
        s.dest(s.dtext(d)); s.leave(); s.sail(d); a = s.t; s.anchor(w.u(50, 200)); e = s.t
        if w.p(.3): s.sil.append((a + w.u(4, 20) * H, e - w.u(2, 20) * H))
        inn(w, 'DPRK ship waiting in roads', [s.who('carrier')], [plc('destination', d, s.pos)], a, e, 'none', 'came in ballast, waited for orders or admission, went home in ballast')
        kp_home(s)
    elif k == 'repair':
        d = w.pick(['Vladivostok', 'Nakhodka']) if east else w.pick(['Dalian', 'Zhoushan', 'Shidao', 'Weihai'])
        a, b, e = s.call(d, w.u(5, 50), w.u(150, 400), s.db)
        inn(w, 'DPRK ship under repair', [s.who('carrier')], [plc('destination', d)], a, e, 'none', 'in ballast to a yard at %s' % d)
        kp_home(s)
    elif k == 'carry':   # third-country round: grain from Russia to home, on the other coast
        d = w.pick(['Vladivostok', 'Nakhodka']); a, b, e = s.call(d, w.u(5, 50), w.u(24, 60), s.dl)
        s.call(s.home, w.u(3, 30), w.u(24, 60), s.db)
        inn(w, 'DPRK ship, lawful import', [s.who('carrier')], [plc('origin', d), plc('destination', s.home)], a, s.t, 'wheat', 'Russian wheat for %s' % s.home, [s.t])
    else:
        if w.p(.5) and s.inport: s.leave(); s.anchor(w.u(80, 300)); s.enter(); s.stay(w.u(5, 60))
        else: s.stay(w.u(60, 320))
        if w.p(.5): s.sil.append((t0 + w.u(0, 8) * H, s.t - w.u(0, 10) * H))

LIT = ['Dalian', 'Yingkou', 'Qinhuangdao', 'Longkou', 'Yantai', 'Weihai', 'Shidao', 'Qingdao', 'Rizhao', 'Lanshan', 'Lianyungang', 'Shanghai', 'Nantong', 'Ningbo', 'Zhoushan', 'Wenzhou', 'Caofeidian', 'Dandong']
KRP = ['Incheon', 'Pyeongtaek', 'Gunsan', 'Mokpo', 'Gwangyang', 'Busan', 'Ulsan', 'Pohang', 'Donghae']
def trade_of(w, fl):
    if fl in ('CN',) and w.p(.6): return [w.pick(LIT) for _ in range(w.i(2, 4))]
    if fl == 'RU': return [w.pick(['Vladivostok', 'Nakhodka', 'Vostochny', 'Slavyanka', 'Kholmsk', 'Zarubino']), w.pick(['Busan', 'Pohang', 'Donghae', 'Sakaiminato', 'Niigata', 'Rizhao', 'Dalian', 'Ulsan'])]
    if fl == 'KR': return [w.pick(KRP) for _ in range(2)] + [w.pick(LIT + ['Moji', 'Hakata', 'Maizuru', 'Niigata'])]
    if fl == 'JP': return [w.pick(['Moji', 'Hakata', 'Maizuru', 'Niigata', 'Sakaiminato', 'Nagasaki', 'Otaru']) for _ in range(3)]
    return [w.pick(LIT), w.pick(KRP + ['Moji', 'Hakata', 'Maizuru', 'Niigata', 'Vladivostok', 'Nakhodka', 'Keelung', 'Taichung', 'OutSouth', 'OutSouth']), w.pick(LIT + KRP)]

def tramp(s, until=T):
    """alternating loading and discharging ports"""
    w = s.w
    k = w.i(0, 2)
    while s.t < until:
        d = s.ports[k % len(s.ports)] if w.p(.85) else w.pick(s.ports + LIT[:4]); k += 1
        if d == s.port and s.inport: d = s.ports[(k + 1) % len(s.ports)]
        if d == s.port and s.inport: d = w.pick([x for x in LIT if x != s.port])
        if P[d][0] == 'XX':
            s.dest(s.dtext(d)); s.sail(d); t0 = s.t; h = w.u(90, 260); s.sil.append((t0, t0 + h * H)); s.add(t0 + 1, *s.pos); s.t += h * H; s.add(s.t, *s.pos); s.draught(w.pick([s.dl, s.db])); continue
        lad = s.d > (s.dl + s.db) / 2
        nd = s.db if lad else s.dl
        if w.p(.2): nd = round((s.dl + s.db) / 2 + w.u(-.6, .6), 1)   # part cargoes
        s.call(d, wait_h(w, d), w.u(12, 50), nd)

def startcoaster(s):
    w = s.w
    s.ports = trade_of(w, s.fl)
    b = [p for p in s.ports if P[p][0] != 'XX'] or ['Yantai']
    s.begin(w.pick(b), -w.u(0, 5) * D); s.stay(w.u(2, 40))
    if w.p(.5): s.DRv[0] = s.DRv[0] if s.DRv[0] is None else s.dl; s.d = s.dl; s.draught(s.d)

def dark_pos(w, near='west'):
    return (w.u(36.9, 38.1), w.u(123.0, 123.9)) if near == 'west' else (w.u(38.5, 41.0), w.u(130.3, 131.5))

def delivery_dark(s, kind='delivery_dark', barge=False, laundered=False):
    w = s.w; east = (not barge) and s.port and P[s.port][0] == 'RU'
    o = w.pick(EAST[:4], [4, 1.5, 2, .7]) if east else w.pick(['Nampo', 'Taean', 'Songnim', 'Haeju'], [5, 2, 1.3, .8])
    goods = w.pick(['coal', 'coal', 'coal', 'iron ore', 'sand' if o == 'Haeju' else 'coal', 'seafood' if s.L < 80 else 'coal'])
    if barge: goods = w.pick(['coal', 'coal', 'coal', 'sand'] if o == 'Haeju' else ['coal'])
    d = w.pick(['Posyet', 'Nakhodka', 'Pohang', 'Donghae', 'Vladivostok', 'Maizuru', 'Rizhao']) if east else w.pick(['Lianyungang', 'Rizhao', 'Lanshan', 'Zhoushan', 'Ningbo', 'Nantong', 'Shidao', 'Dalian', 'Incheon', 'Yingkou', 'Longkou', 'Qinhuangdao', 'Dandong'])
    if barge: d = w.pick(['Zhoushan', 'Ningbo', 'Nantong', 'Lianyungang', 'Wenzhou', 'Rizhao', 'Dandong', 'Dalian'])
    if getattr(s, 'run', None) and w.p(.7): o, d = s.run
    s.run = (o, d)
    if s.d > (s.dl + s.db) / 2: s.draught(s.db)
    # a stated destination that fits the heading
    s.dest(w.pick([s.dtext('Dandong'), s.dtext('Incheon'), s.dtext('Dalian'), 'FOR ORDERS', s.dtext(d), '', 'FISHING GROUND'] if not east else ['VLADIVOSTOK', 'NAKHODKA', 'FOR ORDERS', 'VOSTOCHNY']))
    p = dark_pos(w, 'east' if east else 'west'); t00 = s.t
    s.sail(pos=p); toff = s.t - w.u(-1, 6) * H
    if w.p(.3): s.drift(w.u(3, 20)); toff = s.t - w.u(0, 3) * H
    s.port = None
    s.sail(o); ta = s.t
    s.anchor(min(wait_h(w, o) * .6, 30)); s.enter(); tb = s.t; s.stay(w.u(18, 56)); s.draught(s.dl); tl = s.t
    s.dest(w.pick([s.dtext(d), s.dtext(d), 'FOR ORDERS', '']))
    s.leave(); td = s.t
    s.sail(d); tr = s.t
    ton = td + w.u(.25, 1.0) * (tr - td)
    if w.p(.15): toff = max(t00 + H, toff - w.u(5, 20) * H)
    toff = max(toff, t00 + .3 * H)
    s.sil.append((toff, ton))
    if laundered:
        fl = w.pick(FOC); new = dict(s.id[-1][1]); new.update(mmsi=w.mmsi(fl), name=w.name(fl), imo=w.pick([None, w.badimo(), w.imo(True)]), call=w.call(fl), fl=fl)
        s.id.append((ton - 60, new))
    roads = w.p(.3) or d == 'Zhoushan'
    wt = min(wait_h(w, d), 70)
    if roads: s.anchor(wt * .5 + w.u(20, 60)); pl = plc('destination', d, s.pos)
    else:
        s.anchor(wt); s.enter(); s.stay(w.u(14, 50)); pl = plc('destination', d)
    s.draught(s.db); te = s.t
    if toff < 0 or te > T - 3 * H: return False
    ids = [s.who('carrier', ta)] + ([s.who('carrier')] if laundered else [])
    hid(w, 'laundered' if laundered else 'barge' if barge else kind, ids, [plc('origin', o), pl], ta, te, goods,
        'went dark, loaded %s at %s, came back on the air on the way to %s%s' % (goods, o, d, ' under another identity' if laundered else ''), [te], [s])
    return None

SRC = ['Zhoushan', 'Keelung', 'Taichung', 'Yeosu', 'Ulsan', 'Dalian', 'Qingdao', 'Shanghai']
def to_target(s):
    w = s.w; east = P[s.port][0] == 'RU' if s.port else False
    o = w.pick(['Vladivostok', 'Nakhodka', 'Slavyanka'] if east else SRC)
    t = w.pick(['Chongjin', 'Hungnam', 'Wonsan', 'Rajin']) if east else 'Nampo'
    s.call(o, wait_h(w, o), w.u(12, 30), s.dl)
    style = w.pick(['dark', 'dark', 'false', 'open'], [2, 2, 2, 1])
    s.dest({'dark': w.pick(['FOR ORDERS', s.dtext('Dalian'), 'BUSAN', 'HIGH SEA', 'FISHING GROUND']), 'false': w.pick([s.dtext('Dandong'), s.dtext('Incheon'), s.dtext('Yingkou'), 'FOR ORDERS'] if not east else ['BUSAN', 'DONGHAE', 'NIIGATA']), 'open': s.dtext(t)}[style])
    s.leave(); t0 = s.t
    s.sail(t); ta = s.t; s.anchor(min(wait_h(w, t), 40)); s.enter(); s.stay(w.u(14, 40)); s.draught(s.db); te = s.t
    s.dest(w.pick([s.dtext(o), 'FOR ORDERS'])); s.leave(); tx = s.t
    if t0 < 0 or te > T - 3 * H: return False
    if style == 'dark': s.sil.append((ta - w.u(3, 26) * H, tx + w.u(2, 22) * H))
    elif style == 'false' and w.p(.5): s.sil.append((ta + w.u(-2, 10) * H, te + w.u(0, 5) * H))
    hid(w, 'delivery_to_target', [s.who('carrier', te)], [plc('origin', o), plc('destination', t)], t0, te, 'oil',
        'refined products from %s to %s outside any notification; %s' % (o, t, {'dark': 'dark near the coast', 'false': 'false destination', 'open': 'openly'}[style]), [te], [s])
    return None

def moor_alongside(a, b, h, pos=None):
    """a and b meet where a is; both at a.t==b.t; a drifts, b beside it"""
    w = a.w
    n0 = len(a.T); a.drift(h) if w.p(.8) else a.anchor(h)
    b.st(w.pick([0, 1, 5, 15, 0]))
    k = (a.B + b.B) / 2 / 111200. + .00004
    first = True
    for t, la, lo in zip(a.T[n0:], a.LA[n0:], a.LO[n0:]):
        if first: b.add(min(t - 60, b.t + 600) if t - 60 > b.t else b.t + 1, la + k, lo + k); first = False
        b.add(t, la + k, lo + k)
    b.t = a.t; b.pos = (b.LA[-1], b.LO[-1])
    a.port = b.port = None; a.inport = b.inport = False

def meet(a, b, pos, lead=None):
    """bring both to a position, the earlier waits"""
    w = a.w
    a.sail(pos=pos); b.sail(pos=(pos[0] + w.r.normal(0, .02), pos[1] + w.r.normal(0, .02)))
    a.port = b.port = None
    e, l = (a, b) if a.t < b.t else (b, a)
    gap = (l.t - e.t) / H
    if gap > .2: e.drift(gap)
    # close the distance
    if km(l.pos, e.pos) > .3:
        d = km(l.pos, e.pos) / KN; h = d / 4.
        l.track([e.pos], 4., slow=False)
        hh = (l.t - e.t) / H
        if hh > 0:
            e.add(l.t, e.pos[0], e.pos[1]); e.t = l.t
    t = max(a.t, b.t)
    for s in (a, b):
        if s.t < t: s.add(t, *s.pos); s.t = t

STSAREA = [(29.3, 124.3, .7), (30.4, 124.6, .6), (27.2, 123.4, .5), (31.7, 124.6, .5), (35.2, 123.4, .5), (36.4, 123.7, .3), (26.2, 122.4, .3), (33.3, 124.0, .4)]
def transfer(kt, m, dark, laundered=False, goods='oil'):
    """DPRK ship kt and ship m; for oil m gives, for coal kt gives"""
    w = kt.w
    A = getattr(m, 'area', None)
    if A is None or w.p(.3): A = w.pick(STSAREA, [3, 3, 1.5, 1.5, 1.4, 1.2, .8, 1.4]); m.area = A
    pos = (A[0] + w.r.normal(0, A[2] * .4), A[1] + w.r.normal(0, A[2] * .4))
    k1, k2 = kt.snap(), m.snap()
    def undo(): kt.back(k1); m.back(k2); return False
    giver, taker = (m, kt) if goods == 'oil' else (kt, m)
    if goods == 'oil':
        if m.d < (m.dl + m.db) / 2 or w.p(.3): m.call(w.pick(SRC[:5]), w.u(2, 20), w.u(10, 24), m.dl)
        if kt.d > (kt.dl + kt.db) / 2: kt.draught(kt.db)
    else:
        kt.call(kt.home, 0, w.u(18, 50), kt.dl)
        if m.d > (m.dl + m.db) / 2: m.draught(m.db)
    s0 = kt.t; m0 = m.t
    kt.dest(w.pick([kt.dtext('Nampo'), 'FOR ORDERS', 'CHONGJIN', 'WONSAN', ''])); m.dest(w.pick(['FOR ORDERS', 'HIGH SEAS', 'BUSAN', 'NAGASAKI', m.dtext('Ningbo'), 'FISHING GROUND', 'E CHINA SEA']))
    kt.leave(); m.leave() if m.inport else None
    kl = kt.t
    # appointment: the one that is early lies at its place
    gap = kt.t - m.t
    if gap > 20 * H: m.drift(min(gap / H * .6, 90)) if not m.port else m.anchor(min(gap / H * .6, 90))
    elif gap < -20 * H: kt.anchor(min(-gap / H * .6, 90)) if kt.port else kt.drift(min(-gap / H * .6, 90))
    meet(kt, m, pos)
    b = kt.t; h = w.u(4, 16) if goods == 'oil' else w.u(14, 34)
    p0 = kt.pos
    moor_alongside(kt, m, h)
    e = kt.t
    if b < 6 * H or e > T - 6 * H: return undo()
    pos2 = ((p0[0] + kt.pos[0]) / 2, (p0[1] + kt.pos[1]) / 2)
    giver.draught(giver.db if w.p(.5) else giver.db + (giver.dl - giver.db) * w.u(.3, .6)); taker.draught(taker.dl)
    who = 'both heard'
    ids0 = [kt.who('to' if goods == 'oil' else 'from', b)]
    idm0 = [m.who('from' if goods == 'oil' else 'to', b)]
    # homeward of the DPRK ship
    if dark:
        x = w.pick(['kt', 'both', 'm'], [5, 2, 1])
        who = {'kt': 'the DPRK ship silent', 'both': 'both silent', 'm': 'the other ship silent'}[x]
        if x in ('kt', 'both'): kt.sil.append((max(s0, b - w.u(4, 45) * H), e + w.u(4, 40) * H))
        if x in ('m', 'both'): m.sil.append((max(m0, b - w.u(2, 20) * H), e + w.u(1, 16) * H))
        if x != 'both': (m if x == 'kt' else kt).sure.append((b, e))
    else:
        kt.sure.append((b, e)); m.sure.append((b, e))
    kt.dest(kt.dtext(kt.home)); kt.sail(kt.home); kr = kt.t; kt.anchor(min(wait_h(w, kt.home), 40)); kt.enter(); kt.stay(w.u(16, 48)); kt.draught(kt.db)
    if kt.kpoff and w.p(.7): kt.sil.append((kr - w.u(0, 8) * H, kt.t))
    kind = 'transfer_dark' if dark else 'transfer_flagged'
    if laundered:
        kind = 'laundered'; fl = w.pick(['PA', 'CN', 'TG', 'SL', 'BZ', 'KM'])
        old = dict(kt.id[-1][1]); new = dict(old); al = getattr(kt, 'alias', None)
        if al is None: al = kt.alias = dict(mmsi=w.mmsi(fl), name=w.name(fl), imo=w.pick([None, w.badimo(), w.imo()]), call=w.call(fl), fl=fl)
        new.update(al)
        x = kl + w.u(.15, .5) * (b - kl); y = e + w.u(.3, .8) * (kr - e)
        kt.sil.append((x - w.u(1, 8) * H, x)); kt.sil.append((y - w.u(1, 8) * H, y))
        kt.id.append((x - 30, new)); kt.id.append((y - 30, old)); who = 'the DPRK ship under a false identity'
        ids0 = [['to' if goods == 'oil' else 'from', i['name'], i['mmsi'], i['imo'], i['fl']] for i in (old, new)]
    pl = [sea_place('transfer', pos2, area_name(pos2))]
    hid(w, kind, ids0 + idm0, pl, b, e, goods, '%s passed alongside for %.0f h, %s' % (goods, h, who), [e], [kt, m])
    return True

# ------------------------------------------------------------------ the plan of hidden acts
def plan_hidden(w):
    K = ['delivery', 'delivery_dark', 'delivery_to_target', 'transfer_flagged', 'transfer_dark', 'barge', 'laundered']
    wt = np.array([.27, .15, .13, .11, .17, .08, .09]) * w.r.uniform(.5, 1.5, 7); wt /= wt.sum()
    n = w.r.multinomial(w.N, wt); c = dict(zip(K, n.tolist()))
    def run(maker, act, need, most):
        g = 0
        while need > 0 and g < 80:
            g += 1
            s = maker(); s.smug = 1; m = min(need, w.pick([1, 1, 2, 2, 3, 4][:most + 2])); k = 0
            s.stay(w.u(0, 50) if w.p(.6) else w.u(0, 260))
            while k < m and s.t < T:
                if w.p(.2) and k: s.stay(w.u(10, 90)) if s.inport else s.anchor(w.u(10, 60))
                if not _fit(s, act): break
                k += 1
                if s.t < T and not s.fl == 'KP' and not s.inport and s.port is None: break
            need -= k
            if k == 0: unmake(w, s)
        return need
    left = 0
    left += run(lambda: kp_cargo(w, w.p(.25)), delivery, c['delivery'], 4)
    def mk(fl=None):
        s = coaster(w, fl or w.pick(FOC)); startcoaster(s)
        if s.port and w.p(.15): s.back_to = 1
        if s.inport is False: pass
        if s.t < 0: s.stay(-s.t / H + w.u(0, 60))
        return s
    left += run(mk, delivery_dark, c['delivery_dark'], 3)
    def mkt():
        s = tanker(w); s.ports = [w.pick(SRC), w.pick(SRC + ['Busan'])]
        s.begin(w.pick(['Vladivostok', 'Nakhodka']) if s.fl == 'RU' or w.p(.15) else w.pick(SRC), 0); return s
    left += run(mkt, to_target, c['delivery_to_target'], 2)
    def mkb():
        L = w.i(52, 98); dl = round(w.u(3.4, 5.4), 1)
        s = Ship(w, 'barge', 'CN', w.pick([70, 79, 0, 70]), L, dl, round(dl * .45, 1), w.u(6.5, 9), cls=w.pick(['A', 'B', 'B']), noimo=True)
        s.showimo = None; s.ports = [w.pick(['Zhoushan', 'Ningbo', 'Nantong', 'Shanghai', 'Lianyungang']), w.pick(LIT), w.pick(['Shanghai', 'Wenzhou', 'Rizhao'])]
        s.begin(w.pick(['Zhoushan', 'Ningbo', 'Nantong', 'Lianyungang', 'Rizhao', 'Dalian', 'Dandong']), 0); return s
    left += run(mkb, lambda s: delivery_dark(s, barge=True), c['barge'], 3)
    nl = c['laundered']; na = int(round(nl * .5)); nb = int(round(nl * .2)); nc = nl - na - nb
    left += run(lambda: kp_cargo(w, w.p(.2)), lambda s: delivery(s, laundered=True), na, 2)
    left += run(mk, lambda s: delivery_dark(s, laundered=True), nb, 1)
    def ts(need, dark, laund=False):
        g = 0
        while need > 0 and g < 60:
            g += 1; coal = (not laund) and w.p(.15)
            kt = kp_cargo(w) if coal else kp_tanker(w)
            if kt.t < 0: kt.stay(-kt.t / H)
            mothers = [x for x in w.ships if getattr(x, 'mother', 0) and x.t < 18 * D] if not coal else []
            if mothers and w.p(.6): m = w.pick(mothers)
            elif coal: m = mk(w.pick(['CN', 'CN', 'TG', 'SL', 'HK']))
            else:
                m = tanker(w, w.pick(['PA', 'TG', 'SL', 'HK', 'KR', 'BZ', 'PW', 'TW', 'CN', 'SG']), w.p(.6)); m.ports = [w.pick(SRC), w.pick(SRC)]; m.begin(w.pick(SRC[:5]), 0); m.mother = 1
            kt.smug = m.smug = 1
            if kt.inport: kt.stay(w.u(0, 60) if w.p(.5) else w.u(0, 300))
            if m.inport: m.stay(w.u(0, 60))
            lim = w.pick([1, 1, 2, 3]); k = 0
            while k < lim and need > 0:
                if not transfer(kt, m, dark, laund, 'coal' if coal else 'oil'): break
                k += 1; need -= 1
            if k == 0:
                unmake(w, kt)
                if not any(m in h['_o'] for h in w.hidden): unmake(w, m)
        return need
    left += ts(c['transfer_flagged'], False); left += ts(c['transfer_dark'], True); left += ts(nc, False, True)
    if left: left = run(lambda: kp_cargo(w, w.p(.2)), delivery, left, 2)
def unmake(w, s): w.ships.remove(s)

# ------------------------------------------------------------------ ordinary fleets
def liner(s, loop, stay):
    w = s.w; k = w.i(0, len(loop) - 1)
    s.begin(loop[k], -w.u(0, 2) * D) if P[loop[k]][0] != 'XX' else s.begin(loop[k], -w.u(0, 2) * D, False)
    s.d = s.dl
    while s.t < T:
        k = (k + 1) % len(loop); d = loop[k]; s.dest(s.dtext(d))
        if P[d][0] == 'XX':
            s.sail(d); h = w.u(60, 200); s.sil.append((s.t, s.t + h * H)); s.add(s.t + 1, *s.pos); s.t += h * H; s.add(s.t, *s.pos)
        else:
            s.sail(d)
            if w.p(.2): s.anchor(w.u(1, 10))
            s.enter(); s.stay(stay * w.u(.7, 1.4))
        s.draught(round(w.u(s.db, s.dl), 1))

def fishing(w, fl, ground, port, R):
    cls = w.pick(['B', 'B', 'A']); L = w.i(24, 45) if fl != 'RU' else w.i(40, 70)
    s = Ship(w, 'fishing', fl, 30 if w.p(.85) else 0, L, 4.5, 3.5, w.u(8.5, 11), cls=cls, noimo=fl in ('CN', 'KR', 'JP'))
    s.ground = ground; s.R = R
    s.begin(port, -w.u(0, 6) * D); s.stay(w.u(1, 60)); s.homep = port
    return s
def fish(s):
    w = s.w
    while s.t < T:
        g = (s.ground[0] + w.r.normal(0, s.R * .4), s.ground[1] + w.r.normal(0, s.R * .5))
        s.shelter(); s.sail(pos=g); s.port = None; tend = s.t + w.u(2, 11) * D
        while s.t < tend and s.t < T:
            la, lo = s.pos; b = w.u(0, 6.28); n = w.i(2, 6)
            if km(s.pos, g) > s.R * 111: b = math.atan2(g[1] - lo, g[0] - la)
            pts = []
            for _ in range(n):
                st = w.u(.02, .08); la += st * math.cos(b); lo += st * math.sin(b); b += w.r.normal(0, .8); pts.append((la, lo))
            s.st(7 if w.p(.3) else 0); s.track(pts, w.u(2.2, 4.8), slow=False)
            s.drift(w.u(1, 9), w.pick([7, 0, 0]))
        s.sail(s.homep); s.enter(); s.stay(w.u(12, 80))
def silence_habit(s, p):
    w = s.w
    if w.p(p):
        for _ in range(w.i(1, 4)):
            a = w.u(0, 29) * D; s.sil.append((a, a + w.r.lognormal(math.log(14), .8) * H))

def ordinary(w):
    # DPRK ships in lawful trade (also the smugglers when they do nothing)
    for s in [x for x in w.ships if x.fl == 'KP']:
        s.port = s.port or s.home
    nk = max(9, 24 - sum(x.fl == 'KP' for x in w.ships) // 2)
    for _ in range(nk): kp_cargo(w, w.p(.33))
    for s in list(w.ships):
        if s.kind == 'kp':
            if not getattr(s, 'smug', 0) : s.stay(w.u(0, 70))
            while s.t < T: lawful_kp(s)
    for _ in range(w.i(4, 6)):
        s = kp_tanker(w, w.p(.35)); s.stay(w.u(0, 80))
        while s.t < T:
            x = w.r.random(); d = w.pick(['Vladivostok', 'Nakhodka']) if s.east or w.p(.3) else w.pick(['Dalian', 'Dalian', 'Qingdao', 'Yantai'])
            if x < .55:
                a, b, e = s.call(d, min(wait_h(w, d), 70), w.u(12, 30), s.dl); s.call(s.home, min(wait_h(w, s.home), 40), w.u(14, 40), s.db)
                inn(w, 'DPRK tanker, notified oil', [s.who('carrier')], [plc('origin', d), plc('destination', s.home)], a, s.t, 'oil', 'fetched notified products at %s within the cap, openly' % d, [s.t])
            elif x < .75:
                s.leave(); s.sail(pos=(w.u(35.5, 37), w.u(123, 124)) if not s.east else (w.u(39.5, 41), w.u(130.3, 131.5))); a = s.t; s.drift(w.u(10, 60)); 
                inn(w, 'DPRK tanker drifting', [s.who('carrier')], [sea_place('transfer', s.pos, area_name(s.pos))], a, s.t, 'none', 'lay with engine trouble, met nobody'); s.port = None; s.sail(s.home); s.enter(); s.stay(w.u(10, 60))
            else: s.stay(w.u(40, 160))
    for s in w.ships:
        if s.kind == 'kptanker':
            while s.t < T:
                if s.inport: s.stay(w.u(30, 120))
                else: s.sail(s.home); s.enter()
    # notified tankers to Nampo, Chongjin
    for _ in range(w.i(4, 6)):
        ru = w.p(.35); s = tanker(w, 'RU' if ru else 'CN'); o = w.pick(['Vladivostok', 'Nakhodka']) if ru else w.pick(['Dalian', 'Dalian', 'Qingdao', 'Yantai']); t = w.pick(['Chongjin', 'Rajin', 'Wonsan']) if ru else 'Nampo'
        s.ports = [o, w.pick(['Vostochny', 'Slavyanka', 'Busan'] if ru else ['Qingdao', 'Longkou', 'Tianjin', 'Yingkou'])]
        s.begin(o, -w.u(0, 2) * D); s.stay(w.u(2, 150)); s.dirty = False
        for _ in range(w.i(1, 3)):
            if s.t > 24 * D: break
            if s.port != o: s.call(o, wait_h(w, o), 20, s.dl)
            a = s.t; s.draught(s.dl); s.call(t, min(wait_h(w, t), 40), w.u(14, 40), s.db); e = s.t
            if s.t < T and a >= 0: inn(w, 'notified oil', [s.who('carrier')], [plc('origin', o), plc('destination', t)], a, e, 'oil', 'notified products from %s to %s within the cap, destination entered' % (o, t), [e])
            if w.p(.4): tramp(s, s.t + w.u(2, 5) * D)
        tramp(s)
    # Rajin transit of Russian coal
    for _ in range(w.i(2, 4)):
        s = coaster(w, w.pick(['CN', 'HK', 'PA', 'RU'])); s.L += 30; s.ports = ['Rajin', w.pick(['Rizhao', 'Lianyungang', 'Shanghai', 'Dalian'])]
        s.begin(w.pick(['Vostochny', 'Busan', 'Ulsan']), -w.u(0, 3) * D); s.stay(w.u(5, 120)); d = s.ports[1]
        a, b, e = s.call('Rajin', wait_h(w, 'Rajin'), w.u(40, 90), s.dl); s.call(d, wait_h(w, d), w.u(24, 60), s.db)
        inn(w, 'Rajin transit of Russian coal', [s.who('carrier')], [plc('origin', 'Rajin'), plc('destination', d)], a, s.t, 'coal', 'coal of Russian origin, notified, through Rajin', [s.t])
        s.ports = ['Vostochny', d, 'Busan']; tramp(s)
    # coasters
    for k in range(46):
        s = coaster(w); startcoaster(s); silence_habit(s, .25); t = s.t
        if w.p(.3) and s.fl not in ('JP', 'RU'):
            tramp(s, w.u(2, 14) * D)
            if s.t > 24 * D or not s.inport: tramp(s); continue
            z = w.pick(['fail', 'lie', 'dandong', 'rename', 'laidup'])
            a = s.t
            if z == 'fail':
                d = w.pick(LIT[:11]); x = s.t; s.call(d, wait_h(w, d), w.u(20, 50), s.dl if s.d < s.dl - 1 else s.db)
                d = w.pick([q for q in LIT[:11] if q != d]); s.call(d, wait_h(w, d), w.u(20, 50), s.dl if s.d < s.dl - 1 else s.db); b = x + w.u(40, 120) * H
                s.sil.append((x + 3 * H, b)); inn(w, 'coaster with a broken transponder', [s.who('carrier')], [plc('destination', d)], x, b, 'general cargo', 'transponder out of order on a Chinese coastal voyage')
            elif z == 'lie':
                p = dark_pos(w); s.dest('FOR ORDERS'); s.sail(pos=p); s.port = None; a = s.t; s.drift(w.u(30, 120)); b = s.t
                if w.p(.5): s.sil.append((a + w.u(3, 20) * H, b - w.u(0, 8) * H))
                inn(w, 'coaster waiting for orders', [s.who('carrier')], [sea_place('transfer', s.pos, 'Yellow Sea')], a, b, 'none', 'drifted in ballast off the Chinese coast waiting for orders'); d = w.pick(LIT[:9]); s.call(d, wait_h(w, d), 30, s.dl)
            elif z == 'dandong':
                q = w.pick(['Lianyungang', 'Rizhao', 'Longkou', 'Incheon'])
                for _ in range(w.i(1, 3)):
                    a, _, l = s.call('Dandong', wait_h(w, 'Dandong'), w.u(20, 50), s.dl); s.call(q, wait_h(w, q), w.u(16, 50), s.db)
                    if w.p(.5): s.sil.append((a - w.u(0, 10) * H, l + w.u(1, 8) * H))
                    if s.t < T: inn(w, 'coal or sand from Dandong', [s.who('carrier')], [plc('origin', 'Dandong'), plc('destination', q)], a, s.t, 'sand', 'Chinese cargo loaded at Dandong, close to the DPRK', [s.t])
            elif z == 'rename':
                s.stay(w.u(60, 200)); fl = w.pick(FOC); old = s.who('carrier'); new = dict(s.id[-1][1]); new.update(mmsi=w.mmsi(fl), name=w.name(fl), call=w.call(fl), fl=fl); x = a + (s.t - a) * .6
                s.sil.append((x - w.u(2, 40) * H, x)); s.id.append((x, new)); inn(w, 'lawful renaming after sale', [old, s.who('carrier')], [plc('destination', s.port)], a, s.t, 'none', 'sold, reflagged and renamed in port, IMO number kept')
            else:
                s.leave(); s.anchor(w.u(90, 300)); b = s.t; s.sil.append((a + w.u(2, 20) * H, b - w.u(0, 20) * H)); inn(w, 'laid up in roads', [s.who('carrier')], [plc('destination', s.port, s.pos)], a, b, 'none', 'laid up without AIS in the roads')
        tramp(s)
    # coasters that did acts go on with their trade
    for s in w.ships:
        if s.kind == 'barge':
            tramp(s)
        elif s.t < T and s.kind in ('coaster', 'tanker') and getattr(s, 'smug', 0):
            tramp(s)
    # barges
    for _ in range(11):
        L = w.i(50, 98); dl = round(w.u(3.3, 5.4), 1); s = Ship(w, 'barge', 'CN', w.pick([70, 79, 0, 33]), L, dl, round(dl * .45, 1), w.u(6.3, 9), cls=w.pick(['A', 'B', 'B']), noimo=True); s.showimo = None
        s.ports = w.pick([['Zhoushan', 'Shanghai', 'Nantong'], ['Lianyungang', 'Shanghai'], ['Dandong', 'Dalian', 'Yantai'], ['Dandong', 'Lianyungang'], ['Qingdao', 'Rizhao', 'Shanghai'], ['Ningbo', 'Wenzhou', 'Nantong']])
        s.begin(w.pick(s.ports), -w.u(0, 3) * D); s.stay(w.u(1, 40)); silence_habit(s, .5); a = s.t; tramp(s)
        if w.p(.7): inn(w, 'barge without IMO in Chinese trade', [s.who('carrier')], [plc('origin', s.ports[0]), plc('destination', s.ports[1])], a, T, 'sand', 'sand, coal and stone between Chinese ports only')
    # product tankers; bunkering; lightering
    tk = []
    for _ in range(16):
        s = tanker(w, None, w.p(.7)); s.ports = w.pick([['Yeosu', 'Ulsan', 'Busan'], ['Ulsan', 'Shanghai', 'Moji'], ['Dalian', 'Qingdao', 'Tianjin'], ['Ningbo', 'Zhoushan', 'Keelung'], ['Taichung', 'Keelung', 'OutSouth'], ['Daesan', 'Incheon', 'Yeosu'], ['Vladivostok', 'Nakhodka', 'Busan', 'Kholmsk']])
        s.begin(w.pick(s.ports[:2]), -w.u(0, 3) * D); s.d = s.dl; s.stay(w.u(1, 30)); silence_habit(s, .2); tk.append(s)
    fl1 = [fishing(w, w.pick(['CN', 'CN', 'TW', 'KR']), (w.u(28.3, 30.8), w.u(123.2, 125)), 'Ningbo', .6) for _ in range(7)]
    sq = [fishing(w, w.pick(['CN', 'CN', 'CN', 'JP', 'RU']), (w.u(38.6, 39.9), w.u(132.5, 135)), w.pick(['Niigata', 'Sakaiminato', 'Nakhodka']), .8) for _ in range(10)]
    for q in sq:
        if q.fl == 'CN': q.homep = q.port = 'Donghae' if w.p(.5) else 'Sakaiminato'
        if q.fl == 'CN': q.T.clear(); q.LA.clear(); q.LO.clear(); q.STt.clear(); q.STv.clear(); q.begin(q.homep, -w.u(0, 3) * D)
    reef = []
    for _ in range(3):
        s = coaster(w, w.pick(['PA', 'CN', 'RU', 'TW'])); s.v += 2; s.ports = ['Busan', 'Sakaiminato', 'Vladivostok']; s.begin(w.pick(s.ports), 0); reef.append(s)
    def lawmeet(a, b, pos, h, kind, goods, note, frm=None):
        if max(a.t, b.t) > 25 * D: return False
        ka, kb = a.snap(), b.snap()
        for s in (a, b):
            if s.inport: s.leave()
        for x, y in ((a, b), (b, a)):
            g = y.t - x.t
            if g > 15 * H: x.anchor(min(g / H * .7, 150)) if x.port else x.drift(min(g / H * .7, 150))
        meet(a, b, pos); t0 = a.t
        if t0 < 0 or t0 > 28 * D: a.back(ka); b.back(kb); return False
        moor_alongside(a, b, h); a.draught(a.db); b.draught(b.dl)
        if w.p(.2): b.sil.append((t0 - w.u(0, 9) * H, a.t + w.u(0, 5) * H))
        inn(w, kind, [a.who('from'), b.who('to')], [sea_place('transfer', a.pos, area_name(a.pos))], t0, a.t, goods, note, [a.t])
        return True
    for s in tk:
        for _ in range(w.i(0, 3)):
            z = w.r.random(); A = w.pick(STSAREA[:6]); pos = (A[0] + w.r.normal(0, .3), A[1] + w.r.normal(0, .3))
            if z < .5:
                f = w.pick(fl1); lawmeet(s, f, (f.ground[0], f.ground[1] + .1), w.u(1.5, 5), 'bunkering of fishing boats', 'oil', 'gas oil for a fishing boat at sea')
                s.sail(w.pick(s.ports[:2])) ; s.enter(); s.stay(w.u(8, 24)); s.draught(s.dl)
            else:
                b = w.pick([x for x in tk if x is not s and x.t < 22 * D] or [None])
                if b is None: continue
                if lawmeet(s, b, pos if w.p(.6) else (w.u(34.3, 34.5), w.u(128, 128.5)), w.u(5, 18), 'lightering between third States', 'oil', 'products passed between two tankers of third States, papers in order'):
                    for q in (s, b): q.sail(w.pick(q.ports[:2])); q.enter(); q.stay(w.u(8, 24))
            if s.t > 20 * D: break
    for s in reef:
        for _ in range(w.i(2, 4)):
            f = w.pick(sq)
            if not lawmeet(s, f, (f.ground[0] + w.r.normal(0, .2), f.ground[1]), w.u(4, 14), 'reefer with fishing boats', 'fish', 'catch of a licensed boat taken over at sea'): break
        if s.port is None: s.sail('Busan'); s.enter()
        tramp(s)
    for s in tk:
        if s.port is None: s.sail(s.ports[0]); s.enter()
        tramp(s)
    for f in fl1 + sq: fish(f)
    # bunker barges and harbour craft
    for _ in range(7):
        prt = w.pick(['Busan', 'Yeosu', 'Ulsan', 'Zhoushan', 'Qingdao', 'Dalian', 'Incheon']); c = P[prt][0]
        typ = w.pick([52, 50, 80, 52, 31]); s = Ship(w, 'harbour', c, typ, w.i(18, 48), 3.5, 2.8, w.u(8, 12), cls=w.pick(['A', 'B']), noimo=w.p(.6)); s.begin(prt, 0); s.off = (s.off[0] * .5, s.off[1] * .5)
        while s.t < T:
            s.stay(w.u(2, 14)); s.leave(); r = P[prt][1]; s.track([(r[0] + w.r.normal(0, .02), r[1] + w.r.normal(0, .02))], s.v); s.drift(w.u(.7, 5), 0); s.enter()
    # liners, ferries, bulkers
    loops = [['Busan', 'Shanghai', 'Ningbo', 'Busan', 'Hakata'], ['Qingdao', 'Busan', 'OutPacific'], ['Tianjin', 'Dalian', 'Busan', 'Moji'], ['Incheon', 'Qingdao', 'Shanghai'], ['Gwangyang', 'Busan', 'OutKyushu'], ['Vladivostok', 'Busan', 'Shanghai'],
             ['Niigata', 'Busan'], ['Yingkou', 'Shanghai', 'Yantai'], ['Keelung', 'Shanghai', 'Busan', 'OutSouth'], ['Dalian', 'Incheon', 'Pyeongtaek', 'Weihai']]
    for k in range(22):
        s = Ship(w, 'liner', w.pick(['PA', 'LR', 'HK', 'KR', 'SG', 'MH', 'CN']), w.pick([71, 70, 72, 79]), w.i(110, 300), 12.5, 7.5, w.u(13, 18.5)); s.dil = 'good'; s.dirty = False; liner(s, w.pick(loops), 14)
    fer = [['Incheon', 'Dalian'], ['Incheon', 'Weihai'], ['Incheon', 'Yantai'], ['Incheon', 'Shidao'], ['Busan', 'Hakata'], ['Incheon', 'Dandong'], ['Donghae', 'Vladivostok', 'Donghae', 'Sakaiminato'], ['Pyeongtaek', 'Lianyungang'], ['Mokpo', 'Jeju']]
    for k, l in enumerate(fer):
        s = Ship(w, 'ferry', w.pick(['PA', 'KR', 'CN']), 60, w.i(130, 200), 6.6, 6.2, w.u(17, 21)); s.dil = 'good'; s.dirty = False; liner(s, l, 7); 
        if l[-1] in ('Dandong', 'Vladivostok') or l[0] == 'Donghae': inn(w, 'ferry near DPRK waters', [s.who('carrier')], [plc('origin', l[0]), plc('destination', l[1])], 0, T, 'passengers', 'scheduled ferry')
    for _ in range(22):
        s = Ship(w, 'bulker', w.pick(['PA', 'LR', 'MH', 'HK', 'CN', 'SG']), w.pick([70, 70, 70, 80, 84]), w.i(170, 292), w.u(10, 17).__round__(1), 7.2, w.u(11, 14.5)); s.ports = [w.pick(['Qinhuangdao', 'Caofeidian', 'Rizhao', 'Qingdao', 'Gwangyang', 'Pohang', 'Vostochny', 'Ningbo', 'Dalian', 'Yingkou']), w.pick(['OutSouth', 'OutPacific', 'OutKyushu', 'Shanghai', 'Ningbo'])]
        s.begin(s.ports[0], -w.u(0, 5) * D); s.stay(w.u(2, 80)); tramp(s)
    # fishing
    n0 = len(w.ships)
    for _ in range(max(14, 258 - n0)):
        g, prt = w.pick([((36.2, 123.6), 'Shidao'), ((38.2, 123.2), 'Dalian'), ((37.9, 123.5), 'Weihai'), ((34.5, 123.2), 'Lianyungang'), ((32.5, 124.0), 'Shanghai'), ((35.2, 125.0), 'Mokpo'), ((32.5, 125.6), 'Mokpo'), ((36.9, 131.1), 'Donghae'), ((38.75, 123.4), 'Dandong'), ((35.2, 130.9), 'Hakata')])
        fish(fishing(w, {'Mokpo': 'KR', 'Jeju': 'KR', 'Donghae': 'KR', 'Hakata': 'JP'}.get(prt, 'CN'), (g[0] + w.r.normal(0, .3), g[1] + w.r.normal(0, .2)), prt, .4))
    # shared and default MMSIs
    refd = {q[2] for x in w.innocent + w.hidden for q in x['ships']}
    fs = [s for s in w.ships if s.kind == 'fishing' and s.fl == 'CN' and s.cls == 'B' and s.mmsi not in refd]
    for s in fs[:5]: s.id[0][1]['mmsi'] = w.pick([412000000, 413000000, 412999999]); s.mmsi = s.id[0][1]['mmsi']
    if len(fs) > 8: fs[6].id[0][1]['mmsi'] = fs[7].id[0][1]['mmsi']; fs[6].mmsi = fs[7].mmsi
    used = {id(o) for h in w.hidden for o in h['_o']}
    cs = [s for s in w.ships if s.kind == 'coaster' and id(s) not in used and len(s.id) == 1 and not any(q[2] == s.mmsi for x in w.innocent for q in x['ships'])]
    if len(cs) > 4:
        cs[0].id[0][1]['mmsi'] = cs[1].mmsi; cs[0].mmsi = cs[1].mmsi
        inn(w, 'one MMSI used by two ships', [cs[0].who('carrier'), cs[1].who('carrier')], [], 0, T, 'none', 'a set programmed wrongly')
        cs[2].id[0][1]['name'] = cs[2].name = 'NONAME' if w.p(.5) else ''
        cs[3].id[0][1]['call'] = '0'

# ------------------------------------------------------------------ receivers
def sample(w, s, day_fac, outs, passes):
    r = w.r
    Tt = np.array(s.T); o = np.argsort(Tt, kind='stable'); Tt = Tt[o]; LA = np.array(s.LA)[o]; LO = np.array(s.LO)[o]
    keep = np.concatenate([[True], np.diff(Tt) > 0]); Tt, LA, LO = Tt[keep], LA[keep], LO[keep]
    # terrestrial: candidates
    dt = r.exponential(120, int(T / 170) + 400) + 50; tc = np.cumsum(dt); tc = tc[tc < T]
    lim = Tt[-1]
    tc = tc[tc < lim]
    def mov(t):
        a = np.interp(t - 60, Tt, LA); b = np.interp(t - 60, Tt, LO); c = np.interp(t + 60, Tt, LA); d = np.interp(t + 60, Tt, LO)
        m = np.interp(t, Tt, LA)
        dy = (c - a) * 111.2; dx = (d - b) * 111.2 * np.cos(np.radians(m))
        return m, np.interp(t, Tt, LO), np.hypot(dx, dy) / KN * 30, np.degrees(np.arctan2(dx, dy)) % 360
    la, lo, v, c = mov(tc)
    k = (v > .6) | (r.random(len(tc)) < .17)
    tc, la, lo, v = tc[k], la[k], lo[k], v[k]
    cl = np.cos(np.radians(la))
    dd = np.hypot((la[:, None] - ST[None, :, 0]) * 111.2, (lo[:, None] - ST[None, :, 1]) * 111.2 * cl[:, None])
    day = np.clip((tc // (D / 4)).astype(int), 0, day_fac.shape[0] - 1)
    R = ST[None, :, 2] * day_fac[day] * (1.0 if s.cls == 'A' else .42) * (.75 if s.L < 60 else 1)
    p = .8 * np.exp(-(dd / R) ** 4) * outs[np.clip((tc // (6 * H)).astype(int), 0, outs.shape[0] - 1)]
    p = p.max(1) * s.qual * (.6 if s.cls == 'B' else 1)
    t1 = tc[r.random(len(tc)) < p]
    # satellites
    lam = {'A': 1.1, 'B': .07}[s.cls] * s.qual
    n = r.poisson(lam * 2.2, len(passes)); tp = np.repeat(passes, n) + r.uniform(0, 600, n.sum())
    for a, b in s.sure:
        m = int(4 + (b - a) / H * .9); tp = np.concatenate([tp, r.uniform(a, b, m)])
    tp = tp[(tp > 0) & (tp < min(T, lim))]
    if len(tp):
        x, y, vv, _ = mov(tp)
        dens = np.where((y < 122.8) & (x < 36.5) | (y < 122.3), .35, np.where((x < 35.5), .6, 1.0)) * np.where(vv < .5, .6, 1)
        sure = np.zeros(len(tp), bool)
        for a, b in s.sure: sure |= (tp >= a) & (tp <= b)
        tp = tp[(r.random(len(tp)) < dens) | sure & (r.random(len(tp)) < .8)]
    t = np.unique(np.round(np.concatenate([t1, tp])))
    for a, b in s.sil: t = t[(t < a) | (t > b)]
    t = t[(t >= 0) & (t < T)]
    if not len(t): return []
    la, lo, v, c = mov(t); m = len(t)
    la = la + r.normal(0, .00009, m); lo = lo + r.normal(0, .00011, m)
    bad = r.random(m) < .0004
    la = np.where(bad, la + r.normal(0, .4, m), la); lo = np.where(bad, lo + r.normal(0, .4, m), lo)
    v = np.where(v < .15, np.abs(r.normal(0, .06, m)), np.maximum(0, v + r.normal(0, .12, m)))
    still = v < .4
    c = np.where(still, r.uniform(0, 360, m), (c + r.normal(0, 2.0, m)) % 360)
    hb = np.where(still, (r.uniform(0, 360) + 60 * np.sin(2 * np.pi * t / (12.42 * H))) % 360, (c + r.normal(0, 2.5, m)) % 360)
    k = np.argsort(s.STt, kind='stable'); sv = np.array(s.STv)[k]; st = sv[np.clip(np.searchsorted(np.array(s.STt)[k], t, 'right') - 1, 0, None)]
    di = np.searchsorted(np.array(s.DRt), t, 'right') - 1; ei = np.searchsorted(np.array(s.DEt), t, 'right') - 1
    ids = sorted(s.id, key=lambda q: q[0]); ii = np.clip(np.searchsorted(np.array([q[0] for q in ids]), t, 'right') - 1, 0, None)
    tclk = np.clip(t + s.clock + (r.random(m) < .02) * r.uniform(0, 400, m), 0, T - 1).astype(int)
    rows = []; stat = {}
    B = s.cls == 'B'
    for q in range(m):
        key = (ii[q], di[q], ei[q]); z = stat.get(key)
        if z is None:
            I = ids[ii[q]][1]; dr = s.DRv[di[q]]
            z = stat[key] = (I['mmsi'], '%s,%s,%s,%d,%d,%d,%s,%s' % (I['name'], '' if I['imo'] is None else I['imo'], I['call'], I['typ'], I['L'], I['B'], '' if dr is None or B else '%.1f' % dr, '' if B else s.DEv[ei[q]].replace(',', ' ')[:20]))
        sec = int(tclk[q]); rows.append((sec, '%d,%s,%.5f,%.5f,%.1f,%.1f,%s,%s,%s\n' % (z[0], ts(sec), la[q], lo[q], v[q], c[q], ('%d' % (hb[q] % 360)) if s.hdg else '', '' if B else int(st[q]), z[1])))
    return rows
_days = [(EPOCH + datetime.timedelta(days=k)).strftime('%Y-%m-%d') for k in range(31)]
def ts(x):
    d, y = divmod(x, 86400); return '%sT%02d:%02d:%02dZ' % (_days[d], y // 3600, y // 60 % 60, y % 60)

def main():
    ap = argparse.ArgumentParser(); ap.add_argument('seed', type=int); ap.add_argument('folder'); ap.add_argument('--hidden', type=int)
    a = ap.parse_args()
    w = World(a.seed, a.hidden)
    plan_hidden(w); ordinary(w)
    r = w.r
    day_fac = r.lognormal(0, .18, (120, 1)) * r.lognormal(0, .1, (120, len(ST)))
    outs = (r.random((120, len(ST))) > .06).astype(float)
    for j in range(len(ST)):
        if r.random() < .25: x = r.integers(0, 110); outs[x:x + r.integers(4, 24), j] = 0
    ps = []
    for base in (2.1, 9.8, 14.3, 21.0):
        for d in range(30):
            for k in range(r.integers(2, 5)): ps.append(d * D + (base + k * 1.6 + r.normal(0, .3)) * H)
    passes = np.array(sorted(ps))
    out = [[] for _ in range(30)]
    for s in w.ships:
        for sec, row in sample(w, s, day_fac, outs, passes): out[sec // 86400].append((sec, row))
    os.makedirs(a.folder, exist_ok=True); files = []
    hd = 'mmsi,timestamp,latitude,longitude,sog_knots,cog,heading,nav_status,ship_name,imo,callsign,ship_type,length_m,width_m,draught_m,destination\n'
    for d in range(30):
        out[d].sort(); f = 'strange-%s.csv' % _days[d]; files.append(f)
        with open(os.path.join(a.folder, f), 'w') as g: g.write(hd); g.writelines(x[1] for x in out[d])
    hidn = sorted(w.hidden, key=lambda h: h['begin'])
    H_ = [dict(id='h%d' % (k + 1), **{q: v for q, v in h.items() if q != '_o'}) for k, h in enumerate(hidn)]
    # what the month still saw
    I = [x for x in w.innocent if x['begin'] < T - 6 * H and x['end'] > x['begin']]
    for x in I: x['ends'] = [e for e in x['ends'] if e <= T]
    if len(I) > 120:
        # every laden call of a DPRK ship stays; the commoner other look-alikes are thinned
        must = [x for x in I if x['kind'] in ('DPRK ship, lawful export', 'DPRK ship, lawful import', 'DPRK cabotage round the peninsula', 'Rajin transit of Russian coal', 'notified oil', 'DPRK tanker, notified oil')]
        rest = [x for x in I if x not in must]; prio = {}
        ordr = []
        for j in r.permutation(len(rest)):
            x = rest[int(j)]; prio[x['kind']] = prio.get(x['kind'], 0) + 1; ordr.append((prio[x['kind']], len(ordr), x))
        ordr.sort(key=lambda q: q[:2]); I = must + [q[2] for q in ordr[:max(20, 120 - len(must))]]
    I.sort(key=lambda h: h['begin']); I = [dict(id='i%d' % (k + 1), **x) for k, x in enumerate(I)]
    with open(os.path.join(a.folder, 'key.json'), 'w') as g: json.dump(dict(files=files, hidden=H_, innocent=I), g, indent=1)

if __name__ == '__main__': main()
