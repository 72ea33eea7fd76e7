#!/usr/bin/env python3
"""A month of AIS in the Yellow Sea, East China Sea and Sea of Japan (letter p)."""
import sys, os, json, math, heapq
import numpy as np

DAYS = 30
END = DAYS * 86400
HR = 3600.0
R = None                     # the generator of random numbers, set in main

# ------------------------------------------------------------------ geography
SEA = {
 'B1': (38.55, 121.05), 'B2': (38.75, 119.9), 'B3': (39.9, 121.1), 'B4': (39.4, 119.9), 'B5': (38.72, 118.5),
 'B6': (38.0, 119.9), 'Y1': (38.5, 121.9), 'Y2': (38.2, 123.0), 'Y3': (37.6, 123.05), 'YD': (39.0, 123.7),
 'YA': (37.85, 121.7), 'Y4': (38.45, 124.2), 'Y5': (37.6, 124.1), 'YH': (37.42, 124.9), 'Y6': (36.5, 123.6), 'Y7': (36.65, 122.9),
 'Y8': (35.6, 121.2), 'Y9': (34.95, 120.3), 'Y10': (35.0, 123.5), 'Y11': (33.5, 123.4), 'Y12': (32.3, 123.2),
 'K0': (36.95, 125.3), 'K1': (36.4, 125.6), 'K2': (35.6, 125.6), 'K3': (34.6, 124.8), 'K4': (33.75, 125.6),
 'K5': (33.68, 126.5), 'K5b': (33.75, 127.2), 'K6': (34.2, 128.2), 'K7': (34.75, 129.1), 'K8': (35.15, 129.6),
 'J1': (32.9, 126.2), 'J2': (32.95, 127.5), 'J3': (34.0, 128.5), 'T1': (33.99, 129.52), 'S1': (35.6, 130.3),
 'S2': (36.6, 130.1), 'S3': (37.7, 129.9), 'S4': (38.7, 129.5), 'S5': (39.5, 128.7), 'S6': (40.1, 129.6),
 'S7': (40.9, 130.2), 'S8': (41.8, 130.7), 'S9': (42.4, 131.5), 'S10': (42.45, 132.7), 'J4': (38.5, 132.8),
 'J5': (36.8, 134.3), 'J6': (38.1, 137.0), 'J7': (39.2, 138.6), 'J8': (41.2, 139.4), 'J9': (43.6, 139.9),
 'J10': (46.3, 141.3), 'E1': (31.2, 122.9), 'E2': (30.5, 123.5), 'E3': (29.5, 123.2), 'E4': (28.2, 122.7),
 'E5': (27.0, 121.7), 'E6': (25.7, 120.5), 'E7': (24.1, 119.2), 'E8': (22.4, 117.9), 'E9': (30.0, 125.6),
 'E10': (28.2, 125.0), 'E11': (26.0, 122.9), 'E12': (31.5, 126.0), 'E13': (31.0, 128.3), 'XOS': (31.0, 130.1),
 'XTS': (41.35, 140.15), 'XPA': (25.2, 125.2), 'KW': (34.6, 130.6), 'KS': (35.8, 132.4), 'E7b': (23.2, 118.9), 'E6b': (24.9, 119.95)}
LINKS = """B1-B2 B2-B3 B2-B4 B3-B4 B2-B5 B4-B5 B2-B6 B1-B3 B5-B6 B1-Y1 Y1-Y2 Y1-YA YA-Y3 YA-B1 Y1-Y3 Y2-Y3 Y2-YD YD-Y4 Y2-Y4 Y4-Y5
Y3-Y5 Y3-Y7 Y3-Y6 Y5-YH Y5-Y6 Y5-K0 YH-K0 Y6-K1 Y3-K0 K0-K1 K1-K2 Y6-Y10 Y7-Y8 Y8-Y9 Y7-Y10 Y8-Y10 Y9-Y10 Y10-Y11 Y11-Y12 Y9-Y11
Y12-E1 Y12-E2 K2-K3 K2-Y10 Y6-K3 K3-K4 K3-Y11 Y10-K3 K4-K5 K5-K5b K5b-K6 K6-K7 K6-J3 K7-K8 K7-J3 J3-T1 K8-S1 T1-S1 J1-J2 J2-J3 K4-J1 J1-E12
Y11-J1 Y11-E12 E12-Y12 E12-E2 E12-E9 E9-E2 E9-E10 E9-E13 E12-E13 J2-E13 J1-E13 E13-XOS S1-S2 S2-S3 S3-S4 S4-S5 S5-S6 S4-S6 S6-S7 S7-S8
S8-S9 S9-S10 S3-S7 S2-J4 S1-J5 J4-J5 J4-S10 J4-S9 J4-S8 J4-J6 J5-J6 J6-J7 J7-J8 J8-XTS J8-J9 J9-J10 S10-J8 S10-J9  T1-KW S1-KW KW-KS
E1-E2 E2-E3 E3-E4 E4-E5 E5-E6 E6-E6b E6b-E7 E7-E8 E7-E7b E7b-E8 E4-E10 E3-E10 E3-E9 E10-E11 E11-E5 E11-E6 E11-XPA E10-XPA E9-XPA S10-J7 S3-J4 J4-J8 J4-J7"""
# port: (lat, lon, country, [approach from the sea inwards], [sea nodes])
P = {}
def port(n, la, lo, c, ap, links): P[n] = (la, lo, c, ap, links.split())
port('NAMPO', 38.708, 125.388, 'KP', [(38.66, 124.7), (38.675, 125.0), (38.69, 125.22), (38.692, 125.3), (38.7, 125.36)], 'Y4 YD')
port('SONGNIM', 38.755, 125.62, 'KP', [(38.66, 124.69), (38.675, 125.01), (38.69, 125.22), (38.692, 125.3), (38.706, 125.38), (38.71, 125.47), (38.725, 125.5)], 'Y4 YD')
port('HAEJU', 37.98, 125.74, 'KP', [(37.6, 125.42), (37.74, 125.7), (37.85, 125.78), (37.93, 125.78)], 'YH')
port('WONSAN', 39.17, 127.46, 'KP', [(39.36, 128.05), (39.23, 127.62)], 'S5')
port('HUNGNAM', 39.82, 127.63, 'KP', [(39.6, 128.1), (39.74, 127.72)], 'S5')
port('TANCHON', 40.4, 128.93, 'KP', [(40.28, 129.1)], 'S6 S5')
port('KIMCHAEK', 40.67, 129.21, 'KP', [(40.58, 129.5)], 'S6 S7')
port('CHONGJIN', 41.76, 129.83, 'KP', [(41.62, 130.05)], 'S8 S7')
port('RAJIN', 42.23, 130.29, 'KP', [(42.05, 130.4), (42.17, 130.27)], 'S8')
port('DALIAN', 38.95, 121.67, 'CN', [(38.82, 121.95)], 'Y1')
port('DANDONG', 39.82, 124.15, 'CN', [(39.5, 123.95)], 'YD')
port('YINGKOU', 40.28, 122.07, 'CN', [(40.2, 121.8)], 'B3')
port('JINZHOU', 40.78, 121.06, 'CN', [(40.6, 121.1)], 'B3')
port('QINHUANGDAO', 39.9, 119.64, 'CN', [(39.7, 119.85)], 'B4 B3')
port('JINGTANG', 39.2, 119.02, 'CN', [(39.1, 119.2)], 'B4 B5')
port('TIANJIN', 38.97, 117.83, 'CN', [(38.85, 118.2)], 'B5')
port('LONGKOU', 37.65, 120.3, 'CN', [(37.78, 120.12)], 'B6')
port('YANTAI', 37.57, 121.4, 'CN', [(37.68, 121.55)], 'YA')
port('WEIHAI', 37.48, 122.17, 'CN', [(37.6, 122.4)], 'YA Y3')
port('SHIDAO', 36.86, 122.43, 'CN', [(36.75, 122.55)], 'Y7')
port('QINGDAO', 36.05, 120.29, 'CN', [(35.85, 120.7), (36.0, 120.33)], 'Y8')
port('RIZHAO', 35.37, 119.57, 'CN', [(35.3, 119.85)], 'Y8 Y9')
port('LIANYUNGANG', 34.75, 119.47, 'CN', [(34.9, 119.85)], 'Y9')
port('SHANGHAI', 31.37, 121.6, 'CN', [(31.08, 122.4), (31.11, 122.02), (31.27, 121.77)], 'E1')
port('TAICANG', 31.62, 121.27, 'CN', [(31.08, 122.41), (31.11, 122.03), (31.27, 121.77), (31.42, 121.53)], 'E1')
port('NANTONG', 31.945, 120.83, 'CN', [(31.08, 122.42), (31.11, 122.03), (31.27, 121.77), (31.42, 121.53), (31.66, 121.23), (31.73, 121.18), (31.77, 121.05), (31.78, 120.9), (31.84, 120.87), (31.92, 120.85)], 'E1')
port('ZHANGJIAGANG', 32.0, 120.56, 'CN', [(31.08, 122.43), (31.11, 122.03), (31.27, 121.77), (31.42, 121.53), (31.66, 121.23), (31.73, 121.18), (31.77, 121.05), (31.78, 120.9), (31.84, 120.87), (31.92, 120.85), (31.98, 120.81), (32.0, 120.76)], 'E1')
port('NINGBO', 29.945, 121.94, 'CN', [(29.7, 122.65), (29.77, 122.36), (29.75, 122.21), (29.85, 122.2), (29.9, 122.12), (29.92, 122.02)], 'E3')
port('WENZHOU', 27.95, 121.02, 'CN', [(27.8, 121.6), (27.93, 121.15)], 'E4 E5')
port('FUZHOU', 26.12, 119.72, 'CN', [(26.1, 120.1)], 'E6')
port('XIAMEN', 24.42, 118.1, 'CN', [(24.25, 118.35)], 'E7')
port('INCHEON', 37.46, 126.59, 'KR', [(36.93, 125.95), (37.07, 126.33), (37.2, 126.37), (37.33, 126.53)], 'K0 K1')
port('PYEONGTAEK', 36.98, 126.8, 'KR', [(36.93, 125.96), (37.06, 126.34), (37.04, 126.6)], 'K0 K1')
port('DAESAN', 37.03, 126.42, 'KR', [(36.93, 125.94), (37.06, 126.32)], 'K0 K1')
port('GUNSAN', 35.96, 126.57, 'KR', [(35.93, 126.2)], 'K2')
port('YEOSU', 34.75, 127.8, 'KR', [(34.35, 127.97), (34.6, 127.92)], 'K6 K5b')
port('BUSAN', 35.075, 129.09, 'KR', [(34.98, 129.12)], 'K7 K8')
port('ULSAN', 35.46, 129.41, 'KR', [(35.35, 129.5)], 'K8 S1')
port('POHANG', 36.03, 129.42, 'KR', [(36.2, 129.65), (36.1, 129.5)], 'S1 S2')
port('DONGHAE', 37.49, 129.15, 'KR', [(37.52, 129.3)], 'S3 S2')
port('HAKATA', 33.63, 130.36, 'JP', [(33.85, 130.15)], 'T1')
port('MOJI', 33.95, 130.9, 'JP', [(34.1, 130.7)], 'KW T1')
port('SAKAI', 35.56, 133.27, 'JP', [(35.72, 133.4)], 'J5 KS')
port('MAIZURU', 35.52, 135.36, 'JP', [(35.8, 135.4)], 'J5')
port('TOYAMA', 36.78, 137.22, 'JP', [(37.75, 137.5), (37.1, 137.35)], 'J6')
port('NIIGATA', 37.96, 139.07, 'JP', [(38.55, 138.75), (38.1, 138.95)], 'J7')
port('OTARU', 43.2, 141.02, 'JP', [(43.5, 140.9), (43.4, 141.05)], 'J9')
port('VLADIVOSTOK', 43.1, 131.873, 'RU', [(42.75, 132.05), (43.0, 131.98), (43.045, 131.94), (43.073, 131.885)], 'S9 S10')
port('NAKHODKA', 42.79, 132.9, 'RU', [(42.62, 132.93)], 'S10')
port('VOSTOCHNY', 42.73, 133.06, 'RU', [(42.62, 132.97)], 'S10')
port('POSYET', 42.65, 130.81, 'RU', [(42.45, 131.05), (42.58, 130.9)], 'S9')
port('KHOLMSK', 47.05, 142.03, 'RU', [(46.9, 141.8)], 'J10')
port('KEELUNG', 25.16, 121.75, 'TW', [(25.3, 121.8)], 'E11 E5')
port('TAICHUNG', 24.29, 120.48, 'TW', [(24.35, 120.3)], 'E6b')
port('KAOHSIUNG', 22.6, 120.25, 'TW', [(22.5, 120.05)], 'E7b')
# roads: (lat, lon, country, port whose approach they lie by)
ROADS = {'NAMPO ROADS': (38.63, 124.92, 'KP', 'NAMPO'), 'WONSAN ROADS': (39.3, 127.75, 'KP', 'WONSAN'),
 'CHONGJIN ROADS': (41.66, 129.92, 'KP', 'CHONGJIN'), 'RAJIN ROADS': (42.1, 130.34, 'KP', 'RAJIN'),
 'LIANYUNGANG ROADS': (34.98, 119.95, 'CN', 'LIANYUNGANG'), 'RIZHAO ROADS': (35.2, 119.9, 'CN', 'RIZHAO'),
 'ZHOUSHAN ROADS': (29.6, 122.7, 'CN', 'NINGBO'), 'YANGTZE ROADS': (31.02, 122.6, 'CN', 'SHANGHAI'),
 'DALIAN ROADS': (38.78, 121.98, 'CN', 'DALIAN'), 'DANDONG ROADS': (39.42, 123.92, 'CN', 'DANDONG'),
 'QINGDAO ROADS': (35.8, 120.7, 'CN', 'QINGDAO'), 'YANTAI ROADS': (37.72, 121.6, 'CN', 'YANTAI'),
 'NAKHODKA ROADS': (42.66, 132.9, 'RU', 'NAKHODKA'), 'VLADIVOSTOK ROADS': (42.8, 131.98, 'RU', 'VLADIVOSTOK'),
 'BUSAN ROADS': (34.99, 129.1, 'KR', 'BUSAN'), 'ULSAN ROADS': (35.38, 129.5, 'KR', 'ULSAN'),
 'YEOSU ROADS': (34.42, 127.95, 'KR', 'YEOSU'), 'INCHEON ROADS': (36.98, 125.9, 'KR', 'INCHEON'),
 'SHIDAO ROADS': (36.72, 122.6, 'CN', 'SHIDAO'), 'KEELUNG ROADS': (25.28, 121.83, 'TW', 'KEELUNG'),
 'TAICHUNG ROADS': (24.4, 120.2, 'TW', 'TAICHUNG'), 'KHOLMSK ROADS': (46.92, 141.85, 'RU', 'KHOLMSK')}
for n in list(P):
    if n + ' ROADS' not in ROADS and n not in ('SONGNIM', 'TAICANG', 'NANTONG', 'ZHANGJIAGANG', 'PYEONGTAEK', 'DAESAN', 'VOSTOCHNY'):
        a = P[n][3][0]; ROADS[n + ' ROADS'] = (a[0] + .01, a[1] + .01, P[n][2], n)

def nm(a, b):
    return 60 * math.hypot(b[0] - a[0], (b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2)))

XY, G = {}, {}
def edge(a, b):
    d = nm(XY[a], XY[b]); G.setdefault(a, {})[b] = d; G.setdefault(b, {})[a] = d
def build_net():
    XY.update(SEA)
    for l in LINKS.split():
        edge(*l.split('-'))
    for n, (la, lo, c, ap, ln) in P.items():
        XY[n] = (la, lo); prev = n
        for i in range(len(ap) - 1, -1, -1):
            XY[f'{n}/{i}'] = ap[i]; edge(prev, f'{n}/{i}'); prev = f'{n}/{i}'
        for s in ln: edge(prev, s)
    for n, (la, lo, c, p) in ROADS.items():
        XY[n] = (la, lo); edge(n, p + '/0')
        for q in P:
            if q != p and nm(P[q][3][0], P[p][3][0]) < 8: edge(n, q + '/0')
        for s in P[p][4]: edge(n, s)

_dj = {}
def dijk(a):
    if a in _dj: return _dj[a]
    D, prev, h = {a: 0.}, {}, [(0., a)]
    while h:
        d, u = heapq.heappop(h)
        if d > D[u]: continue
        if u != a and u in ROADS: continue
        for v, w in G[u].items():
            if d + w < D.get(v, 1e9):
                D[v] = d + w; prev[v] = u; heapq.heappush(h, (d + w, v))
    _dj[a] = D, prev
    return D, prev
def near_sea(pt, k=3):
    return sorted(SEA, key=lambda n: nm(SEA[n], pt))[:k] + [n + '/0' for n in P if nm(XY[n + '/0'], pt) < 14]
def route(a, b):
    """Points of a way from a to b (names or positions); [(lat, lon, open?)], miles."""
    A = [(0., a)] if isinstance(a, str) else [(nm(XY[n], a), n) for n in near_sea(a)]
    B = [(0., b)] if isinstance(b, str) else [(nm(XY[n], b), n) for n in near_sea(b)]
    if not isinstance(a, str) and not isinstance(b, str) and nm(a, b) < 120:
        return [a + (0,), b + (0,)], nm(a, b)
    best = (1e9,)
    for ca, x in A:
        D, prev = dijk(x)
        for cb, y in B:
            if y in D and ca + cb + D[y] < best[0]: best = (ca + cb + D[y], x, y)
    d, x, y = best
    prev = dijk(x)[1]; seq = [y]
    while seq[-1] != x: seq.append(prev[seq[-1]])
    seq = seq[::-1]
    pts = [XY[n] + ((1 if n in SEA else 0),) for n in seq]
    if not isinstance(a, str): pts = [a + (0,)] + pts
    if not isinstance(b, str): pts = pts + [b + (0,)]
    return pts, d
def miles(a, b): return route(a, b)[1]
def country(n): return P[n][2] if n in P else ROADS[n][2] if n in ROADS else None

# ------------------------------------------------------------------ ships
MID = {'CN': [412, 413, 414], 'KR': [440, 441], 'JP': [431, 432], 'RU': [273], 'PA': [351, 352, 353, 354, 355, 370, 371, 372, 373], 'HK': [477],
       'TG': [671], 'SL': [667], 'KH': [514, 515], 'BZ': [312], 'MN': [457], 'KM': [616, 620], 'PW': [511], 'KP': [445], 'TW': [416], 'LR': [636],
       'MH': [538], 'TZ': [677, 674], 'KI': [529], 'JM': [339], 'VC': [375, 376, 377], 'SG': [563, 564], 'DM': [325], 'VU': [576], 'FJ': [520]}
NAMES = {
 'KP': ['CHOL SAN', 'UN PHA', 'RYONG GANG', 'SONG HWA', 'PU RYONG', 'TAE RYONG', 'KUM YA', 'HWANG SAN', 'MYONG CHON', 'SIN PHYONG', 'KO SONG', 'TOK SONG',
        'PAEK MA', 'CHANG DOK', 'SAE BYOL', 'MUN PHIL', 'JANG YON', 'KWANG RYANG', 'OK PHO', 'RIM JIN', 'SAM HAE', 'HYE SONG', 'TONG AM', 'SO HUNG', 'KANG AN'],
 'CN': ['XIN HAI', 'SHUN DA', 'HENG TONG', 'JIN FENG', 'HONG YUN', 'RUI NING', 'FU YUAN', 'DE SHENG', 'YONG JIA', 'HUA RONG', 'TAI CANG', 'WAN LI', 'AN JI', 'CHANG XING', 'BO HAI MING ZHU'],
 'KR': ['DONG BANG', 'HAE YANG', 'SAM JIN', 'WOO SUNG', 'KEUM YANG', 'HAN SOL', 'SEO JIN', 'GOLDEN DONGHAE', 'DAE KYUNG'],
 'JP': ['KOUYOU MARU', 'SHINSEI MARU', 'TENJIN MARU', 'HOUEI MARU', 'DAIKICHI MARU', 'EIFUKU MARU'],
 'RU': ['KAPITAN ORLOV', 'AMURSKIY BRIZ', 'PRIMORETS', 'VLADIMIR ZIMIN', 'YUZHNIY KREST', 'ANTEY', 'SAKHALINETS'],
 'X': ['ORIENT GRACE', 'LUCKY WAVE', 'EAST GLORY', 'SEA HONOR', 'GLOBAL STEP', 'PACIFIC LOTUS', 'GREAT SPRING', 'JADE STAR', 'ASIA BRIDGE', 'WINNER', 'NEW PROSPER', 'HARMONY',
       'GOLD RIVER', 'UNITED HOPE', 'BRIGHT FIELD', 'SUN UNION', 'OCEAN VEGA', 'EVER SMOOTH', 'SILVER CREST', 'BLUE MOON', 'RICH VICTORY', 'TIAN YU', 'HUA FU', 'MIGHTY']}
_used = set()
def new_mmsi(flag):
    while True:
        m = int(R.choice(MID[flag])) * 1000000 + (int(R.integers(1000, 9999)) * 100 + int(R.integers(0, 99)) if flag == 'CN' else int(R.integers(100, 999)) * 1000 + int(R.choice([0, 0, int(R.integers(1, 999))])))
        if m not in _used: _used.add(m); return m
def new_imo():
    while True:
        d = [int(x) for x in str(int(R.integers(780000, 985000)))]
        n = int(''.join(map(str, d)) + str(sum(x * w for x, w in zip(d, (7, 6, 5, 4, 3, 2))) % 10))
        if n not in _used: _used.add(n); return n
def new_name(flag):
    for _ in range(99):
        k = flag if flag in NAMES else 'X'
        n = str(R.choice(NAMES[k]))
        if k == 'CN': n += ' %d' % R.choice([6, 8, 9, 16, 18, 66, 88, 168, int(R.integers(1, 999))])
        elif k == 'KP' and R.random() < .55: n += ' %d' % R.integers(1, 9)
        elif k == 'KR' and R.random() < .5: n += ' NO.%d' % R.choice([1, 3, 5, 7, 101])
        elif k == 'X' and R.random() < .4: n += ' ' + str(R.choice(['I', 'II', '7', '88', 'STAR', 'SW']))
        if n not in _used: _used.add(n); return n
    return n + ' X'
def new_call(flag):
    p = {'KP': 'HM', 'CN': 'B', 'KR': 'D', 'JP': 'J', 'RU': 'U', 'PA': 'H', 'HK': 'VR', 'SL': '9L', 'TG': '5V', 'MN': 'JV', 'TW': 'BP'}.get(flag, 'V')
    while len(p) < 4 + (R.random() < .3): p += str(R.choice(list('ABCDEFGHKLMNPQRSTUVWXYZ')))
    return p + str(R.integers(1, 9))
def U(a, b): return float(R.uniform(a, b))
def pick(l): return l[int(R.integers(len(l)))]
def chance(p): return R.random() < p

LOCODE = {'NAMPO': 'KPNAM', 'CHONGJIN': 'KPCHO', 'WONSAN': 'KPWON', 'DALIAN': 'CN DLC', 'SHANGHAI': 'CNSHA', 'NINGBO': 'CNNGB', 'BUSAN': 'KRPUS', 'INCHEON': 'KR INC', 'ULSAN': 'KRUSN',
          'VLADIVOSTOK': 'RUVVO', 'NAKHODKA': 'RUNJK', 'QINGDAO': 'CNTAO', 'LIANYUNGANG': 'CNLYG', 'KEELUNG': 'TWKEL', 'TAICHUNG': 'TWTXG', 'YANTAI': 'CNYNT', 'HAKATA': 'JPHKT', 'RIZHAO': 'CNRZH', 'YEOSU': 'KRYOS'}
SHIPS = []
class Ship:
    def __init__(s, kind, flag, at, L, W, dr, kn, cls='A', st=70, imo=True, name=None):
        s.kind, s.flag, s.L, s.W, s.cls, s.st = kind, flag, int(L), int(W), cls, st
        s.name = name or new_name(flag); s.mmsi = new_mmsi(flag); s.imo = new_imo() if imo else None
        s.call = new_call(flag) if chance(.93) else ''
        s.db, s.dl = round(dr * U(.48, .62), 1), round(dr, 1)
        s.kn, s.at, s.t = kn, at, -U(0, 8) * 86400
        s.pos = at_pos(at)
        s.N = [(s.t, s.pos[0], s.pos[1], 5 if at in P else 1)]
        s.ev = []                       # (time, field, value)
        s.D = []                        # silences
        s.kpcall = False; s.jig = False; s.night = chance(.5); s.home = at; s.trade = []; s.gate = None
        s.dh = R.choice(['ok', 'late', 'never', 'none', 'wrong'], p=[.5, .2, .14, .1, .06])
        s.desth = R.choice(['clear', 'code', 'vague', 'stale', 'none'], p=[.42, .25, .13, .12, .08])
        if cls == 'B': s.dh, s.desth = 'none', 'none'
        s.power = float(np.clip(R.normal(1, .12), .6, 1.2)); s.flaky = None; s.offset = None
        s.habit = U(0, 1); s.laden = False; s.navlazy = chance(.12); s.hdgbad = chance(.10 if cls == 'A' else .8)
        s.put('dr', s.db if s.dh == 'ok' else pick([s.db, s.dl, round((s.db + s.dl) / 2, 1)]), -1e9)
        s.put('dest', '', -1e9); s.put('id', s.ident(), -1e9)
        SHIPS.append(s)
    def ident(s): return (s.name, s.mmsi, s.imo, s.call, s.flag)
    def put(s, f, v, t=None): s.ev.append((s.t if t is None else t, f, v))
    def node(s, mode): s.N.append((s.t, s.pos[0], s.pos[1], mode))
    def dark(s, a, b):
        if b > a: s.D.append((a, b))
    def wait(s, h, mode=None):
        m = mode if mode is not None else (5 if s.at in P else 1)
        s.N[-1] = s.N[-1][:3] + (m,)
        s.t += h * HR; s.node(m)
    def drift(s, h):
        a, v = U(0, 6.3), U(.2, .7); s.N[-1] = s.N[-1][:3] + (3,); end = s.t + h * HR
        while s.t < end - 1:
            d = min(HR, end - s.t); ph = s.t / 44700 * 6.283
            vx, vy = v * math.cos(a) + .6 * math.cos(ph), v * math.sin(a) + .6 * math.sin(ph)
            k = d / HR / 60; s.t += d
            s.pos = (s.pos[0] + vy * k, s.pos[1] + vx * k / .8); s.node(3)
        s.at = s.pos
    def sail(s, to, kn=None, false=None, quiet=False):
        """Sails to a port, a road or a position; returns the departure and [(time, pos)]."""
        kn = kn or s.kn; t0 = s.t
        if not quiet: s.setdest(false if false is not None else to, false is not None)
        src = s.at if isinstance(s.at, str) else s.pos
        pts, _ = route(src, to); pts = list(pts)
        end = at_pos(to)
        out = [s.pos]
        for la, lo, o in pts[1:-1]:
            j = .022 if o else .0025
            if o and min(abs(la - 33.99) + abs(lo - 129.52), abs(la - 33.7) + abs(lo - 126.5), abs(la - 38.55) + abs(lo - 121.05), abs(la - 34.6) + abs(lo - 124.8)) < .2: j = .008
            out.append((la + R.normal(0, j), lo + R.normal(0, j)))
        out.append(end); leg = kn * U(.93, 1.03)
        s.N[-1] = s.N[-1][:3] + (0,)
        for a, b in zip(out, out[1:]):
            d = nm(a, b); k = max(1, int(d / 9)); w = R.normal(0, .0035, k + 1) * (d > 25)
            for i in range(1, k + 1):
                v = leg * (1 + R.normal(0, .035)) * (.62 if d < 14 and (b == end or a == out[0]) else 1.)
                s.t += d / k / v * HR
                f = i / k; e = 0 if i == k else 1
                s.pos = (a[0] + (b[0] - a[0]) * f + e * w[i], a[1] + (b[1] - a[1]) * f + e * w[i - 1]); s.node(0)
        s.at = to if isinstance(to, str) else s.pos
        s.N[-1] = s.N[-1][:3] + (5 if s.at in P else 1,)
        return t0
    def setdest(s, to, false=False):
        h = s.desth
        if not false and h in ('none',): return
        if not false and h == 'stale' and chance(.7): return
        if not isinstance(to, str): v = pick(['FOR ORDER', 'SEA', 'FISHING GROUND', 'E CHINA SEA', 'OPL']) if s.kind != 'fish' else 'FISHING'
        elif to not in P and to not in ROADS: v = to
        else:
            p = to if to in P else ROADS[to][3]; c = country(to)
            v = p if h != 'code' else LOCODE.get(p, c + ' ' + p[:3])
            if to in ROADS and h == 'clear': v += pick(['', ' ANCH', ' OPL'])
            if h == 'vague': v = {'CN': pick(['CHINA', 'CN', 'N.CHINA']), 'KP': pick(['KP', 'DPRK', 'N. KOREA']), 'KR': 'KOREA', 'RU': 'RUSSIA', 'JP': 'JAPAN', 'TW': 'TAIWAN'}.get(c, 'ORDERS')
            if chance(.02) and len(v) > 4: v = v[:3] + v[4:]
        s.put('dest', v[:20], s.t + U(-1.5, 2.) * HR)
    def cargo(s, laden):
        s.laden = laden; v = s.dl if laden else s.db; h = s.dh
        v = round(v + U(-.3, .1), 1)
        if h == 'ok': s.put('dr', v, s.t + U(-1, 3) * HR)
        elif h == 'late' and chance(.75): s.put('dr', v, s.t + U(6, 60) * HR)
        elif h == 'wrong': s.put('dr', pick([v, s.dl, s.db, 0.0, round(v * 10 % 25.5, 1), round(U(2, 9), 1)]), s.t + U(0, 20) * HR)
    def loc(s, t):
        T = np.array([n[0] for n in s.N]); i = np.interp(t, T, np.arange(len(T))); k = int(i); k2 = min(k + 1, len(T) - 1); f = i - k
        return (s.N[k][1] * (1 - f) + s.N[k2][1] * f, s.N[k][2] * (1 - f) + s.N[k2][2] * f)
    def when_near(s, t0, place, d, last=False):
        """First (last) time since t0 at which the ship is within d miles of the place."""
        p = at_pos(place, False); L = [n[0] for n in s.N if n[0] >= t0 and nm(n[1:3], p) < d]
        return (L[-1] if last else L[0]) if L else None
def at_pos(to, jit=True):
    if not isinstance(to, str): return to
    if to in P: return (P[to][0] + jit * R.normal(0, .003), P[to][1] + jit * R.normal(0, .003))
    if to in SEA: return SEA[to]
    j = .012 * jit
    return (ROADS[to][0] + R.normal(0, 1) * j, ROADS[to][1] + R.normal(0, 1) * j)

HID, INN = [], []
def row(role, s, idn=None):
    n, m, i, c, f = idn or s.ident(); return [role, n, m, i if i else None, f]
def plc(role, n, pos=None):
    if isinstance(n, str) and (n in P or n in ROADS):
        q = P.get(n) or ROADS[n]; return [role, n.title(), q[2], round(q[0], 3), round(q[1], 3)]
    pos = pos or (XY[n] if isinstance(n, str) and n in XY else n)
    return [role, n if isinstance(n, str) else sea_name(pos), None, round(pos[0], 3), round(pos[1], 3)]
def rec(L, kind, ships, places, b, e, goods, note, ends=()):
    if e < 3 * HR or b > END - 3 * HR: return
    L.append(dict(kind=kind, ships=ships, places=places, begin=int(max(0, b)), end=int(min(END, e)), goods=goods, note=note, ends=[int(x) for x in ends if 0 <= x <= END]))
def sea_name(p):
    la, lo = p
    return 'Sea of Japan' if lo > 127.5 and la > 35 else 'Yellow Sea' if la > 33 else 'East China Sea'

# ------------------------------------------------------------------ lawful business
WEST, EAST = ['NAMPO', 'SONGNIM', 'HAEJU'], ['WONSAN', 'HUNGNAM', 'CHONGJIN', 'RAJIN', 'TANCHON', 'KIMCHAEK']
def side(s): return WEST if s.home in WEST else EAST
def is_kp(n): return isinstance(n, str) and country(n) == 'KP'
def roads_of(p): return p + ' ROADS' if p + ' ROADS' in ROADS else {'SONGNIM': 'NAMPO ROADS', 'VOSTOCHNY': 'NAKHODKA ROADS'}.get(p, 'YANGTZE ROADS' if p in ('TAICANG', 'NANTONG', 'ZHANGJIAGANG') else 'INCHEON ROADS')
def kp_stay(s, h):
    t = s.t; s.wait(h)
    if s.habit > .55 and h > 8: s.dark(t + U(1, 4) * HR, s.t - U(.2, 3) * HR)
def kp_dry(s, tend):
    while s.t < tend:
        r = R.random(); home = s.at if is_kp(s.at) and s.at in P else s.home
        if not is_kp(s.at): s.sail(home); kp_stay(s, U(20, 90)); continue
        if r < .50:
            kp_stay(s, U(30, 190))
        elif r < .64:     # cabotage
            to = pick([p for p in side(s) if p != s.at]) if chance(.92) else pick(EAST if s.home in WEST else WEST)
            b = s.t; o = s.at; g = pick(['coal', 'cement', 'general', 'salt', 'iron ore', 'grain'])
            s.cargo(True); s.sail(to)
            if s.habit > .8: s.dark(b + U(0, 2) * HR, s.t - U(1, 5) * HR)
            if chance(.5): s.wait(U(4, 30))
            s.cargo(False); kp_stay(s, U(20, 70))
            if s.at in P and o in P and chance(.7): rec(INN, 'cabotage of a DPRK ship', [row('carrier', s)], [plc('origin', o), plc('destination', to)], b, s.t, g, f'home trade with {g}, not leaving the DPRK', [s.t])
        elif r < .86:     # light out, laden home
            to = pick(['DALIAN', 'LONGKOU', 'QINGDAO', 'YANTAI', 'LIANYUNGANG', 'NANTONG', 'DALIAN'] if side(s) is WEST else ['NAKHODKA', 'VLADIVOSTOK', 'POSYET', 'VLADIVOSTOK'])
            g = pick(['fertiliser', 'soya meal', 'flour', 'rice', 'general cargo', 'sugar', 'timber', 'plastic sheet']); b = s.t; o = s.at
            s.cargo(False); t0 = s.sail(roads_of(to))
            if s.habit > .82: s.dark(t0 + U(0, 3) * HR, s.t - U(2, 12) * HR)
            s.wait(U(5, 110)); s.sail(to); t1 = s.t; s.wait(U(24, 80)); s.cargo(True)
            t2 = s.sail(o)
            if s.habit > .9: s.dark(t2 + U(6, 12) * HR, s.t - U(0, 2) * HR)
            s.cargo(False); kp_stay(s, U(30, 100))
            rec(INN, 'lawful import by a DPRK ship', [row('carrier', s)], [plc('origin', to), plc('destination', o)], b, s.t, g, f'left {o.title()} in ballast, loaded {g} at {to.title()}, came home laden', [t1])
        else:             # light out, waiting or repairs, light home
            yard = chance(.35); b = s.t; o = s.at
            to = pick(['DALIAN', 'LONGKOU', 'QINGDAO'] if side(s) is WEST else ['VLADIVOSTOK', 'NAKHODKA']) if yard else pick(['LIANYUNGANG ROADS', 'DALIAN ROADS', 'ZHOUSHAN ROADS', 'RIZHAO ROADS', 'SHIDAO ROADS'] if side(s) is WEST else ['NAKHODKA ROADS', 'VLADIVOSTOK ROADS', 'POSYET ROADS'])
            s.cargo(False); s.sail(to); t1 = s.t; s.wait(U(60, 220))
            s.sail(o); kp_stay(s, U(20, 60))
            rec(INN, 'repairs abroad' if yard else 'waiting in roads for orders', [row('carrier', s)], [plc('origin', o), plc('destination', to)], b, s.t, 'ballast', 'a DPRK ship out and home in ballast; nothing loaded or discharged', [t1])
def kp_tank(s, tend):
    while s.t < tend:
        r = R.random()
        if not is_kp(s.at): s.sail(s.home); kp_stay(s, U(20, 90)); continue
        if r < .62: kp_stay(s, U(30, 190))
        elif r < .8:
            to = pick([p for p in (side(s)[:4]) if p != s.at]); b = s.t; o = s.at
            s.cargo(True); s.sail(to); s.cargo(False); kp_stay(s, U(15, 50))
            if s.at in P and o in P and chance(.5): rec(INN, 'cabotage of a DPRK tanker', [row('carrier', s)], [plc('origin', o), plc('destination', to)], b, s.t, 'oil', 'domestic distribution of oil', [])
        else:
            to = pick(['DALIAN'] if side(s) is WEST else ['NAKHODKA', 'VLADIVOSTOK', 'VOSTOCHNY']); o = s.at; b = s.t
            s.cargo(False); s.sail(roads_of(to)); s.wait(U(4, 70)); s.sail(to); s.wait(U(18, 40)); s.cargo(True)
            s.sail(o, false=o); s.cargo(False); kp_stay(s, U(24, 60))
            rec(INN, 'notified oil by a DPRK tanker', [row('carrier', s)], [plc('origin', to), plc('destination', o)], b, s.t, 'oil', 'refined oil within the cap, notified to the Committee; came openly', [])
def tramp(s, tend):
    """Coasters and bulkers of every flag."""
    while s.t < tend:
        if s.kpcall and chance(.2):
            call_kp(s); continue
        to = pick(s.trade)
        if to == s.at: s.wait(U(4, 16)); continue
        s.cargo(chance(.62)); s.sail(to if chance(.45) or to not in P else roads_of(to))
        if s.at in ROADS: s.wait(float(R.gamma(1.3, 16)) + 2); s.sail(to, quiet=chance(.8))
        x = s.t; s.wait(float(np.clip(R.gamma(2, 14 if s.L < 140 else 22), 6, 120)))
        if s.habit > .84: s.dark(x + U(.5, 5) * HR, s.t - U(-.5, 3) * HR)     # equipment off in port
        if chance(.045) and s.kind != 'bulker':   # waits for orders adrift
            p = drift_place(); t = s.t; s.sail(p, false=pick(['FOR ORDER', 'ORDERS', s.at, ''])); a = s.t; s.drift(U(12, 80))
            rec(INN, 'adrift waiting for orders', [row('carrier', s)], [plc('transfer', sea_name(p), p)], a, s.t, 'ballast', 'engine stopped at sea; nobody came alongside')
def drift_place(kind=None):
    c = pick([(30.6, 125.2), (31.6, 125.0), (29.2, 124.6), (34.0, 123.4), (36.0, 123.5), (37.6, 123.6), (28.4, 124.2)] if kind != 'E' else [(40.5, 131.0), (39.5, 130.4), (41.2, 131.6), (38.7, 130.6)])
    return (c[0] + R.normal(0, .22), c[1] + R.normal(0, .25))
def call_kp(s):
    """A foreign ship's lawful call in the DPRK."""
    o = s.at; to = pick(['NAMPO', 'NAMPO', 'SONGNIM'] if s.at not in ('VLADIVOSTOK', 'NAKHODKA', 'POSYET') else ['CHONGJIN', 'RAJIN', 'WONSAN'])
    g = pick(['soya meal', 'fertiliser', 'sugar', 'general cargo', 'aid (food)', 'wheat flour']); b = s.t; s.cargo(True)
    t0 = s.sail(roads_of(to), false=pick([to, to, LOCODE['NAMPO'] if to == 'NAMPO' else to])); a = s.t
    s.wait(U(4, 50)); s.sail(to); s.wait(U(30, 80)); s.cargo(False); t1 = s.t; s.sail(o if chance(.6) else pick(s.trade)); s.wait(U(8, 30))
    shy = s.habit > .6
    if shy: s.dark(t0 + (a - t0) * U(.25, .6), s.when_near(t1, to, 60, False) and (s.when_near(t1, to, U(50, 110), True) + U(0, 5) * HR) or t1)
    rec(INN, 'lawful call of a foreign ship in the DPRK', [row('carrier', s)], [plc('origin', o), plc('destination', to)], b, s.t, g,
        f'brought {g}, left empty' + ('; the master switched AIS off for fear of charterers\' blacklists' if shy else ''), [a])
def rajin_transit(s):
    o = s.at; b = s.t; to = pick(['LIANYUNGANG', 'SHANGHAI', 'RIZHAO', 'POHANG'][:3]); s.cargo(False); s.sail('RAJIN ROADS'); a = s.t
    s.wait(U(8, 60)); s.sail('RAJIN'); s.wait(U(40, 70)); s.cargo(True); s.sail(to); s.wait(U(30, 60)); s.cargo(False)
    rec(INN, 'Rajin transit of Russian coal', [row('carrier', s)], [plc('origin', 'RAJIN'), plc('destination', to)], a, s.t, 'coal', 'coal of Russian origin by rail through Rajin, exempt and notified', [s.t])
def notified(s):
    b = s.t; o = s.at; to = 'NAMPO' if o in ('DALIAN', 'QINGDAO', 'LONGKOU') else pick(['CHONGJIN', 'RAJIN', 'WONSAN']); s.cargo(True)
    s.sail(roads_of(to), false=to); a = s.t; s.wait(U(4, 40)); s.sail(to); s.wait(U(20, 45)); s.cargo(False); s.sail(o); s.wait(U(20, 60))
    rec(INN, 'notified oil', [row('carrier', s)], [plc('origin', o), plc('destination', to)], b, s.t, 'oil', 'declared its true destination, reported to the Committee within the cap', [a])
def tanker(s, tend):
    while s.t < tend:
        if s.kpcall and chance(.14) and s.at in ('DALIAN', 'QINGDAO', 'LONGKOU', 'VLADIVOSTOK', 'NAKHODKA'): notified(s); continue
        o = s.at; to = pick([p for p in s.trade if p != o]); ld = not s.laden
        s.cargo(ld); s.sail(to if chance(.5) or to not in P else roads_of(to))
        if s.at in ROADS: s.wait(float(R.gamma(1.4, 14)) + 2); s.sail(to, quiet=True)
        s.wait(U(14, 40))
def feeder(s, tend):
    k = 0
    while s.t < tend:
        k += 1; to = s.trade[k % len(s.trade)]
        if chance(.25): s.put('dr', round(U(s.db, s.dl), 1))
        s.sail(to); s.wait(U(6, 16))
def ferry(s, tend):
    while s.t < tend:
        to = s.trade[1] if s.at == s.trade[0] else s.trade[0]
        b = s.t; s.sail(to, s.kn); s.wait(max(4, 24 * math.ceil((s.t - b) / 86400 + .1) - (s.t - b) / HR - U(0, 1)))
def passer(s, tend):
    """Comes in at one edge, calls or not, leaves by another; then is gone."""
    s.t = U(-7, 12) * 86400; s.pos = SEA[s.gate]; s.at = s.gate; s.N = [(s.t, *s.pos, 0)]
    while s.t < tend:
        for to in s.trade:
            s.cargo(not s.laden); s.sail(to)
            if to in P: s.wait(U(20, 60))
        x = s.t; s.t += U(6, 12) * 86400; s.pos = SEA[s.gate]; s.at = s.gate; s.node(0); s.dark(x, s.t)
def fish(s, tend):
    base = s.at
    while s.t < tend:
        g = pick(s.trade); p = (g[0] + R.normal(0, .3), g[1] + R.normal(0, .35)); s.sail(p)
        if country(base) == 'CN' and s.habit > .7 and chance(.5): s.dark(s.t - U(2, 9) * HR, s.t + U(20, 120) * HR)
        end = s.t + U(40, 190) * HR; a = U(0, 6.3); s.N[-1] = s.N[-1][:3] + (7,); q = s.pos
        while s.t < end:
            if s.jig: d, v = U(1, 3), U(.2, .8)
            else: d, v = U(.4, 1.6), U(2.4, 4.2)
            if nm(q, p) > 22: a = math.atan2(p[0] - q[0], p[1] - q[1])
            a += R.normal(0, .8); s.t += d * HR; k = v * d / 60
            q = (q[0] + k * math.sin(a), q[1] + k * math.cos(a) / .82); s.pos = q; s.node(7)
        s.at = q; s.sail(base); s.wait(U(10, 90))
def barge(s, tend):
    while s.t < tend:
        to = pick([p for p in s.trade if p != s.at]); s.cargo(not s.laden)
        if chance(.5): s.sail(roads_of(to)); s.wait(U(4, 50))
        s.sail(to); s.wait(U(12, 60))
def harbour(s, tend):
    """Pilots, tugs, bunker boats: short trips about a port."""
    b = s.at; r = roads_of(b); near = [q for q in ROADS if nm(ROADS[q], ROADS[r]) < 1] or [r]
    while s.t < tend:
        if chance(.35) and s.night: s.wait(U(8, 20))
        s.sail(near[0], quiet=chance(.7)); s.wait(U(.6, 2) if s.st != 80 else U(5, 12), 3 if s.st != 80 else 1); s.sail(b, quiet=True); s.wait(U(2, 14))
def idle(s, tend): s.wait((tend - s.t) / HR + 1)
FILL = dict(kp_dry=kp_dry, kp_tank=kp_tank, coaster=tramp, bulker=tramp, tanker=tanker, feeder=feeder, ferry=ferry, passer=passer, fish=fish, barge=barge, harbour=harbour, idle=idle)

# ------------------------------------------------------------------ hidden acts
GOODS = {'NAMPO': ['coal', 'coal', 'coal', 'iron ore'], 'SONGNIM': ['coal', 'coal', 'iron ore'], 'HAEJU': ['sand'], 'WONSAN': ['coal', 'seafood'], 'HUNGNAM': ['coal'],
         'TANCHON': ['iron ore'], 'KIMCHAEK': ['iron ore', 'coal'], 'CHONGJIN': ['coal', 'iron ore', 'seafood'], 'RAJIN': ['seafood', 'coal']}
ABW = ['LIANYUNGANG ROADS', 'ZHOUSHAN ROADS', 'ZHOUSHAN ROADS', 'RIZHAO ROADS', 'YANGTZE ROADS', 'LONGKOU', 'DANDONG', 'NANTONG', 'SHIDAO ROADS', 'DALIAN', 'NINGBO', 'TAICANG']
ABE = ['NAKHODKA ROADS', 'KHOLMSK', 'VLADIVOSTOK', 'ZHOUSHAN ROADS', 'TAICHUNG ROADS', 'POSYET', 'KHOLMSK ROADS']
FAKE = ['DALIAN', 'QINGDAO', 'LIANYUNGANG', 'YANTAI', 'WEIHAI', 'INCHEON', 'NANTONG', 'VLADIVOSTOK', 'FOR ORDERS', 'ORDER', 'SHIDAO', 'CHINA', 'OPL', 'ANCH', 'BUSAN', 'LONGKOU', 'BAYUQUAN', '']
SANDTO = ['ZHOUSHAN ROADS', 'NANTONG', 'NINGBO', 'LIANYUNGANG ROADS', 'YANGTZE ROADS', 'SHIDAO ROADS', 'TAICANG']
def suited(g, to, east):
    if g == 'sand': return to if to in SANDTO else pick(SANDTO)
    if g == 'seafood': return pick(['POSYET', 'VLADIVOSTOK', 'NAKHODKA', 'BUSAN', 'DALIAN'] if east else ['DALIAN', 'DANDONG', 'SHIDAO'])
    return to
def est(s, *stops, stay=0):
    h, a = stay, (s.at if isinstance(s.at, str) else s.pos)
    for b in stops: h += miles(a, b) / s.kn / .93 + 2; a = b
    return h * HR
def prelude(s, need):
    room = END - need * 1.12 - 8 * HR
    if s.t < room * .75: FILL[s.kind](s, max(-20 * HR, U(-.1, .62) * room))
def rename(s, t, flag=None):
    old = s.ident(); s.flag = flag or pick(['SL', 'TG', 'PA', 'MN', 'KH', 'TZ', 'KM', 'CN'])
    s.name = new_name(s.flag); s.mmsi = new_mmsi(s.flag); s.call = new_call(s.flag) if chance(.7) else ''
    r = R.random()
    s.imo = new_imo() if r < .45 else None if r < .7 else int(R.integers(6100000, 9999999))
    if chance(.4): s.put('len', (s.L + int(R.integers(-14, 15)), s.W + int(R.integers(-2, 3))), t)
    s.put('id', s.ident(), t); return old
def back_to(s, old, t):
    s.name, s.mmsi, s.imo, s.call, s.flag = old; s.put('id', old, t); s.put('len', (s.L, s.W), t)
def load_kp(s, to, h, roads=True):
    """To the loading port by its roads; returns (near, begin, end)."""
    s.sail(roads_of(to)); a = s.t
    if roads: s.wait(U(3, 60))
    s.sail(to, quiet=True); s.wait(h); return a, s.t
def unload(s, to):
    if to in ROADS: s.wait(U(6, 70)); s.wait(U(26, 64))
    else:
        if s.at != to: s.wait(U(4, 60)); s.sail(to, quiet=True)
        s.wait(U(24, 60))
def silences(s, b, t2, t3, t4, dest, org):
    """Habits of silence of a laden voyage; b arrival, t2 sailing, t3 arrival abroad, t4 end of discharge."""
    st = R.choice(['open', 'port', 'leg', 'tail', 'all'], p=[.27, .2, .25, .16, .12])
    if st == 'port': s.dark(b + U(-2, 8) * HR, (s.when_near(t2, org, U(15, 130), True) or t2) if chance(.7) else t2)
    elif st == 'leg': s.dark(b + (t2 - b) * U(.2, 1.0), max(t2 + 6 * HR, t3 - U(1, 20) * HR))
    elif st == 'tail': s.dark(t2 + (t3 - t2) * U(.3, .8), t4 + U(3, 22) * HR)
    elif st == 'all':
        for x, y in ((b - U(5, 20) * HR, t2 + (t3 - t2) * U(.1, .5)),): s.dark(x, y)
        s.dark(t2 + (t3 - t2) * U(.55, .8), t4 + U(0, 10) * HR); st = 'nearly all'
    return st
def act_delivery(s, launder=False):
    org = pick([p for p in (WEST if s.home in WEST else EAST) if GOODS[p]]); org = 'NAMPO' if s.home in WEST and chance(.4) else org
    to = pick(ABW if s.home in WEST else ABE); g = pick(GOODS[org]); ld = U(22, 70); to = suited(g, to, s.home in EAST)
    need = est(s, org, to, stay=ld + 190)
    prelude(s, need)
    if s.t + est(s, org, to, stay=ld + 150) > END: return False
    s.cargo(False); tb = s.t
    if s.at == org: b = s.t; s.wait(ld); t2 = s.t
    else: b, t2 = load_kp(s, org, ld, chance(.6))
    b = max(b, tb); s.cargo(True); ro = to if to in ROADS else roads_of(to)
    s.sail(ro, false=pick(FAKE) if chance(.5) else None); t3 = s.t; unload(s, to); t4 = s.t; s.cargo(False); old = None
    st = silences(s, b, t2, t3, t4, to, org)
    rows = [row('carrier', s)]
    if launder:
        x = t2 + (t3 - t2) * U(.15, .6); old = rename(s, x); rows.append(row('carrier', s))
        if chance(.6): s.dark(x - U(3, 20) * HR, x + U(.1, 8) * HR)
    home = pick([org, s.home]); s.sail(home); kp_stay(s, U(10, 40))
    if old and chance(.75): back_to(s, old, t4 + (s.t - t4) * U(.2, .8))
    elif old: rows = rows
    rec(HID, 'laundered' if launder else 'delivery', rows, [plc('origin', org), plc('destination', to)], b, t4, g, f'{g} from {org.title()} to {to.title()}; AIS: {st}' + ('; changed its identity under way' if launder else ''), [t3, t4])
    return True
def act_dark(s, launder=False):
    east = s.at in ('VLADIVOSTOK', 'NAKHODKA', 'POSYET', 'KHOLMSK', 'VOSTOCHNY', 'DONGHAE', 'POHANG', 'ULSAN', 'SAKAI', 'NIIGATA') or chance(.18)
    org = pick(['WONSAN', 'CHONGJIN', 'HUNGNAM', 'RAJIN', 'TANCHON'] if east else ['NAMPO', 'NAMPO', 'SONGNIM', 'HAEJU'])
    to = pick(['KHOLMSK', 'NAKHODKA', 'POHANG', 'DONGHAE', 'POSYET'] if east else ['LIANYUNGANG', 'ZHOUSHAN ROADS', 'NANTONG', 'INCHEON', 'POHANG', 'RIZHAO', 'DANDONG', 'FUZHOU', 'YANGTZE ROADS', 'LONGKOU', 'TAICHUNG'])
    g = pick(GOODS[org]); ld = U(26, 66); to = suited(g, to, east); prelude(s, est(s, org, to, stay=ld + 110))
    if s.t + est(s, org, to, stay=ld + 80) > END: return False
    s.cargo(False); t0 = s.t; cover = pick(FAKE)
    if chance(.4):
        q = drift_place('E' if east else None); s.sail(q, false=cover); s.drift(U(5, 40))
    else: s.setdest(cover if cover in P else 'FOR ORDERS', True)
    ta = s.t; s.sail(roads_of(org), quiet=True); tn = s.t
    if chance(.5): s.wait(U(3, 40))
    s.sail(org, quiet=True); b = s.t; s.wait(ld); s.cargo(True); t2 = s.t
    ro = to if to in ROADS else roads_of(to); s.sail(ro, false=to if chance(.6) else pick(FAKE)); t3 = s.t; unload(s, to); t4 = s.t; s.cargo(False)
    d0 = ta + (tn - ta) * U(.05, .8); far = s.when_near(t2, org, U(60, 220), True) or t2
    d1 = min(far + U(0, 14) * HR, t3 - U(1, 5) * HR); s.dark(d0, d1); rows = [row('carrier', s)]
    if launder: x = U(d0, d1); rename(s, x); rows.append(row('carrier', s))
    if to in ROADS: s.sail(s.trade[0]); s.wait(10)
    rec(HID, 'laundered' if launder else 'delivery_dark', rows, [plc('origin', org), plc('destination', to)], b, t4, g, f'sailed dark to {org.title()}, loaded {g}, came back and discharged at {to.title()}' + ('; another identity after the silence' if launder else ''), [t3, t4])
    return True
def act_target(s, launder=False):
    o = pick([p for p in s.trade if country(p) != 'JP']); east = o in ('VLADIVOSTOK', 'NAKHODKA', 'VOSTOCHNY')
    to = pick(['CHONGJIN', 'WONSAN', 'RAJIN', 'HUNGNAM'] if east else ['NAMPO', 'NAMPO', 'NAMPO', 'SONGNIM', 'WONSAN']); prelude(s, est(s, o, to, o, stay=95))
    if s.t + est(s, o, to, stay=85) > END: return False
    s.cargo(False)
    if s.at != o: s.sail(o)
    b = s.t; s.wait(U(16, 34)); s.cargo(True); t1 = s.t
    style = R.choice(['open', 'dark', 'false destination, silent near'], p=[.2, .5, .3])
    if chance(.35):
        q = drift_place('E' if east else None); s.sail(q, false=pick(FAKE)); s.drift(U(6, 50)); t1 = s.t
    s.sail(roads_of(to), false=pick(FAKE) if style != 'open' else None); t2 = s.t; s.wait(U(3, 30))
    if chance(.75): s.sail(to, quiet=True)
    s.wait(U(22, 52)); t3 = s.t; s.cargo(False); nxt = pick(s.trade); s.sail(nxt); s.wait(U(8, 30))
    rows = [row('carrier', s)]
    if style != 'open':
        f = U(.1, .6) if style == 'dark' else U(.75, .95); d0, d1 = t1 + (t2 - t1) * f, t3 + (s.t - 12 * HR - t3) * (U(.1, .5) if style == 'dark' else U(.0, .15)); d1 = max(d1, t3); s.dark(d0, d1)
    if launder: x = t1 + (t2 - t1) * U(.2, .7); old = rename(s, x); rows.append(row('carrier', s)); back_to(s, old, t3 + U(4, 24) * HR)
    rec(HID, 'laundered' if launder else 'delivery_to_target', rows, [plc('origin', o), plc('destination', to)], b, t3, 'oil', f'oil to {to.title()}, not notified; {style}' + ('; false identity under way' if launder else ''), [t2, t3])
    return True
def alongside(a, b, T, p, h, kn=None):
    """Both ships at p, side by side from T for h hours; they wait near before."""
    for s, gap in ((a, U(1, 14)), (b, U(.5, 9))):
        need = est(s, p); dep = T - gap * HR - need
        if dep > s.t: s.wait((dep - s.t) / HR)
        q = (p[0] + R.normal(0, .03), p[1] + R.normal(0, .04)); s.sail(q, false=pick(FAKE) if chance(.5) else None)
        if s.t < T - .6 * HR: s.drift((T - s.t) / HR - .4)
        s.N[-1] = s.N[-1][:3] + (0,)
    t0 = max(T, max(x.t + nm(x.pos, p) / 4. * HR for x in (a, b)))
    ang, v = U(0, 6.3), U(.15, 1.2) if chance(.75) else U(2, 4.5); off = (a.W + b.W) / 2 / 1852 / 60 + .00004
    for s, k in ((a, .5), (b, -.5)):
        s.t = t0; st = 3 if chance(.8) else pick([0, 1])
        for i in range(int(h) + 2):
            x = min(i, h); s.t = t0 + x * HR; ph = t0 / 44700 * 6.28 + x * .5
            s.pos = (p[0] + (v * x * math.cos(ang) + .6 * math.sin(ph)) / 60 + k * off * math.sin(ang), p[1] + (v * x * math.sin(ang) + .8 * math.cos(ph)) / 60 / .83 - k * off * math.cos(ang) / .83); s.node(3)
            if i == 0: s.N[-1] = s.N[-1][:3] + (3,)
            if x == h: break
        s.at = s.pos
    m = a.loc(t0 + h * HR / 2)
    return t0, t0 + h * HR, (float(m[0]), float(m[1]))
def act_transfer(k, f, dark, launder=False, goods='oil'):
    """k the DPRK's ship, f the other; oil goes from f to k, coal from k to f."""
    east = k.home in EAST
    p = drift_place('E' if east else None); h = U(6, 17) if goods == 'oil' else U(16, 40)
    prelude(k, 12 * 86400); prelude(f, 12 * 86400)
    if goods == 'oil' and f.at in P: f.wait(U(12, 26)); f.cargo(True)
    if goods != 'oil' and not is_kp(k.at): k.sail(k.home); 
    if goods != 'oil': k.wait(U(24, 50)); k.cargo(True)
    else: k.cargo(False)
    if goods != 'oil': f.cargo(False)
    T = max(k.t + est(k, p), f.t + est(f, p)) + U(8, 40) * HR
    if T + h * HR > END - 6 * HR: return False
    tk, tf = k.t, f.t; a, b, p = alongside(k, f, T, p, h)
    k.cargo(goods == 'oil'); f.cargo(goods != 'oil')
    k.N[-1] = k.N[-1][:3] + (0,); f.N[-1] = f.N[-1][:3] + (0,); kid = None
    k.sail(roads_of(k.home) if chance(.6) else k.home); tk2 = k.t; k.wait(U(10, 40)); (k.cargo(False) if goods == 'oil' else None)
    if chance(.4): f.drift(U(3, 30))
    f.sail(pick(f.trade)); f.wait(U(10, 40)); f.cargo(False)
    who = 'both heard'
    if launder: old = rename(k, tk + (a - tk) * U(.2, .9)); kid = old; k2 = k.ident(); back_to(k, old, b + (tk2 - b) * U(.2, .9))
    if dark:
        r = R.random(); who = 'DPRK ship silent' if r < .5 else 'the other silent' if r < .75 else 'both silent'
        if r < .5 or r >= .75:
            k.dark(min(a - U(4, 60) * HR, a - 2 * HR) if chance(.6) else tk + (a - tk) * U(0, .5), b + U(3, 40) * HR if chance(.6) else tk2 - U(-3, 5) * HR)
        if r >= .5: f.dark(a - U(2, 22) * HR, b + U(1, 20) * HR)
    frm, to = (f, k) if goods == 'oil' else (k, f)
    rows = [row('from', frm), row('to', to)]
    if launder: rows.append(row('to' if goods == 'oil' else 'from', k, k2))
    rec(HID, 'laundered' if launder else 'transfer_dark' if dark else 'transfer_flagged', rows, [plc('transfer', sea_name(p), p)], a, b, goods, f'{goods} passed alongside, {who}' + ('; the DPRK ship under a false name' if launder else ''), [])
    return True
def act_barge(s):
    org = pick(['NAMPO', 'SONGNIM', 'SONGNIM', 'HAEJU']); to = pick(['ZHOUSHAN ROADS', 'NANTONG', 'LIANYUNGANG ROADS', 'RIZHAO', 'YANGTZE ROADS', 'LONGKOU', 'DANDONG'])
    ld = U(16, 50); g = 'sand' if org == 'HAEJU' else 'coal'; to = suited(g, to, False); prelude(s, est(s, org, to, stay=ld + 120))
    if s.t + est(s, org, to, stay=ld + 80) > END: return False
    s.cargo(False); t0 = s.t; s.sail(roads_of(org), false=pick(FAKE)); tn = s.t; s.wait(U(2, 50)); s.sail(org, quiet=True); b = s.t; s.wait(ld); s.cargo(True); t2 = s.t
    s.sail(to if to in ROADS else roads_of(to), false=pick(FAKE)); t3 = s.t; unload(s, to); t4 = s.t; s.cargo(False)
    if chance(.78): s.dark(t0 + (tn - t0) * U(.2, .9), t2 + (t3 - t2) * U(.15, .85))
    s.sail(pick(s.trade)); s.wait(8)
    rec(HID, 'barge', [row('carrier', s)], [plc('origin', org), plc('destination', to)], b, t4, g, f'a barge without IMO lifted {g} at {org.title()} and took it to {to.title()}', [t3, t4])
    return True

# ------------------------------------------------------------------ innocent look-alikes that need arranging
def inn_sts(a, b, what, goods, p=None, h=None):
    prelude(a, 8 * 86400); prelude(b, 8 * 86400); p = p or drift_place('E' if chance(.2) else None); h = h or U(4, 18)
    T = max(a.t + est(a, p), b.t + est(b, p)) + U(3, 30) * HR
    if T + h * HR > END - 4 * HR: return
    x, y, p = alongside(a, b, T, p, h)
    for s in (a, b):
        s.cargo(not s.laden)
        if chance(.22): s.dark(x - U(0, 9) * HR, x + U(0, 20) * HR)
        s.sail(pick([q for q in s.trade if isinstance(q, str)] or [s.home])); s.wait(6)
    rec(INN, what, [row('from', a), row('to', b)], [plc('transfer', sea_name(p), p)], x, y, goods, what + ', both of third States', [])
def inn_bunker(k, boat):
    """A DPRK ship takes bunkers for its own engine in foreign roads."""
    r = pick(['NAKHODKA ROADS', 'VLADIVOSTOK ROADS']) if k.home in EAST else 'DALIAN ROADS'
    prelude(k, 8 * 86400)
    if k.t + est(k, r) > END - 50 * HR: return
    k.cargo(False); o = k.at; b = k.t; k.sail(r); k.wait(U(10, 30)); x = k.t; h = U(2, 5); q = k.pos
    harbour(boat, x - 10 * HR)
    if boat.t > x - 5 * HR: k.wait((boat.t - x) / HR + 6); x = k.t
    boat.wait((x - boat.t) / HR - 3); boat.sail((q[0] + .0004, q[1] + .0003)); boat.wait(h, 3); boat.sail(boat.home, quiet=True)
    k.wait(h + U(2, 20)); k.sail(k.home); kp_stay(k, 20)
    rec(INN, 'bunkering of a DPRK ship', [row('from', boat), row('to', k)], [plc('transfer', r)], x, x + h * HR, 'bunkers', 'fuel for its own voyage, some tens of tonnes, from the port\'s bunker boat', [])
def breakdown(s):
    t = U(.05, .85) * END; d = U(14, 110) * HR; s.dark(t, t + d)
    rec(INN, 'transponder fault', [row('carrier', s)], [], t, t + d, 'none', 'power supply of the transponder failed; the ship went on with its ordinary trade', [])
def sold(s):
    t = U(.2, .8) * END; w = [n[0] for n in s.N if n[3] in (1, 5) and n[0] > t]
    if not w or w[0] > END - 86400: return
    imo = s.imo; old = s.ident(); s.flag = pick(['PA', 'SL', 'TG', 'HK', 'KM', 'MN']); s.name = new_name(s.flag); s.mmsi = new_mmsi(s.flag); s.call = new_call(s.flag); s.imo = imo
    s.put('id', s.ident(), w[0] + HR)
    rec(INN, 'renamed after sale', [row('carrier', s, old), row('carrier', s)], [], w[0], w[0] + 2 * HR, 'none', 'sold; new flag, name and MMSI, the same IMO number', [])
def remid(s, m):
    s.mmsi = m; s.ev = [(t, f, s.ident() if f == 'id' else v) for t, f, v in s.ev]

# ------------------------------------------------------------------ the fleets
CNN = ['DALIAN', 'YINGKOU', 'JINZHOU', 'QINHUANGDAO', 'JINGTANG', 'TIANJIN', 'LONGKOU', 'YANTAI', 'QINGDAO', 'RIZHAO', 'LIANYUNGANG']
CNS = ['SHANGHAI', 'TAICANG', 'NANTONG', 'ZHANGJIAGANG', 'NINGBO', 'WENZHOU', 'FUZHOU', 'XIAMEN']
KRP = ['INCHEON', 'PYEONGTAEK', 'DAESAN', 'GUNSAN', 'YEOSU', 'BUSAN', 'ULSAN', 'POHANG', 'DONGHAE']
JPP = ['HAKATA', 'MOJI', 'SAKAI', 'MAIZURU', 'TOYAMA', 'NIIGATA']
RUP = ['VLADIVOSTOK', 'NAKHODKA', 'POSYET', 'VOSTOCHNY', 'KHOLMSK']
TWP = ['KEELUNG', 'TAICHUNG', 'KAOHSIUNG']
def sample(l, k): return [l[i] for i in R.permutation(len(l))[:k]]
def fleets():
    F = {}
    def mk(g, n, f):
        F.setdefault(g, []).extend(f() for _ in range(n))
    def kpd():
        h = pick(['NAMPO', 'NAMPO', 'SONGNIM', 'HAEJU', 'CHONGJIN', 'WONSAN', 'RAJIN', 'HUNGNAM']); L = U(68, 145)
        s = Ship('kp_dry', 'KP', h, L, L * .155, 3.2 + L / 28, U(7.5, 10.5), imo=chance(.93), st=pick([70, 70, 79, 0])); s.power *= .85; s.trade = ['NAMPO']; return s
    def kpt():
        L = U(58, 115); s = Ship('kp_tank', 'KP', pick(['NAMPO', 'NAMPO', 'NAMPO', 'CHONGJIN', 'WONSAN']), L, L * .155, 3 + L / 32, U(8, 11), imo=chance(.95), st=pick([80, 80, 89, 70])); s.power *= .85; s.trade = ['NAMPO']; return s
    def coast():
        fl = pick(['CN', 'CN', 'CN', 'KR', 'KR', 'JP', 'RU', 'PA', 'SL', 'TG', 'KH', 'BZ', 'MN', 'KM', 'HK', 'JM', 'VC']); L = U(62, 130)
        tr = {'CN': lambda: sample(CNN, 3) + sample(CNS, 2), 'KR': lambda: sample(KRP, 4) + sample(JPP, 1), 'JP': lambda: sample(JPP, 4) + ['BUSAN'], 'RU': lambda: sample(RUP, 3) + sample(KRP[5:] + JPP[2:], 2)}.get(fl, lambda: sample(CNN + KRP + JPP[:3], 4) + sample(CNS + RUP, 2))()
        return trade(Ship('coaster', fl, tr[0], L, L * .155, 3.2 + L / 28, U(8.5, 12.5), st=pick([70, 70, 79, 71]), imo=fl != 'CN' or chance(.8)), tr)
    def trade(s, tr, g=None): s.trade = tr; s.gate = g; return s
    def kpc():
        e = chance(.3); tr = ['VLADIVOSTOK', 'NAKHODKA', 'POSYET'] if e else ['DALIAN', 'LONGKOU', 'YANTAI', 'TIANJIN']
        s = trade(Ship('coaster', pick(['RU', 'SL', 'TG', 'MN'] if e else ['CN', 'PA', 'SL', 'KH', 'HK']), tr[0], U(70, 110), 14, U(5, 7), U(8.5, 11)), tr); s.kpcall = True; return s
    def bulk():
        tr = sample(CNN, 2) + sample(CNS[:5], 1) + sample(KRP + RUP[1:4] + TWP, 2); L = U(150, 225)
        return trade(Ship('bulker', pick(['PA', 'HK', 'LR', 'MH', 'CN', 'SG']), tr[0], L, L * .155, L / 17.5, U(10.5, 13.5), name=None), tr)
    def tank():
        fl = pick(['CN', 'KR', 'PA', 'SL', 'TG', 'PW', 'HK', 'TW', 'RU', 'JP', 'KI', 'LR']); L = U(75, 145)
        tr = {'RU': RUP[:4] + ['BUSAN'], 'TW': TWP + ['NINGBO'], 'KR': sample(KRP, 5), 'JP': sample(JPP, 4) + ['ULSAN']}.get(fl, sample(['YEOSU', 'ULSAN', 'DAESAN', 'DALIAN', 'QINGDAO', 'NINGBO', 'SHANGHAI', 'TAICHUNG', 'KEELUNG', 'BUSAN', 'NAKHODKA', 'XIAMEN'], 5))
        return trade(Ship('tanker', fl, tr[0], L, L * .16, 3.2 + L / 27, U(9.5, 13), st=pick([80, 81, 82, 89, 80])), tr)
    def bigtank():
        s = trade(Ship('passer', pick(['LR', 'MH', 'HK', 'PA', 'SG']), 'KAOHSIUNG', U(230, 333), 50, U(15, 21), U(11, 14), st=80), [pick(['YEOSU ROADS', 'ULSAN', 'QINGDAO ROADS', 'DALIAN', 'DAESAN', 'ZHOUSHAN ROADS']), pick(['E8', 'XPA'])], pick(['E8', 'XPA'])); return s
    def passing():
        a, b = pick([('E8', 'XTS'), ('XTS', 'E8'), ('E8', 'XOS'), ('XPA', 'XTS'), ('XOS', 'E8')])
        L = U(180, 366); return trade(Ship('passer', pick(['PA', 'LR', 'HK', 'SG', 'MH', 'JP']), 'BUSAN', L, L * .14, U(9, 14), U(13, 19), st=pick([70, 71, 79, 84])), sample(['BUSAN', 'SHANGHAI', 'QINGDAO', 'NINGBO', 'VOSTOCHNY', 'TIANJIN'], int(R.integers(0, 3))) + [b], a)
    def feed():
        tr = pick([['BUSAN', 'VLADIVOSTOK', 'VOSTOCHNY'], ['BUSAN', 'HAKATA', 'MOJI'], ['BUSAN', 'DALIAN', 'TIANJIN'], ['SHANGHAI', 'NINGBO', 'BUSAN'], ['INCHEON', 'QINGDAO', 'SHANGHAI'], ['SHANGHAI', 'HAKATA'], ['BUSAN', 'NIIGATA', 'TOYAMA', 'MAIZURU'], ['KEELUNG', 'SHANGHAI', 'MOJI'], ['YINGKOU', 'SHANGHAI'], ['TIANJIN', 'NINGBO', 'XIAMEN']])
        L = U(110, 195); return trade(Ship('feeder', pick(['KR', 'CN', 'PA', 'HK', 'SG', 'LR']), tr[0], L, L * .15, L / 20, U(13, 18), st=71), tr)
    def barg():
        tr = pick([['QINHUANGDAO', 'NANTONG', 'JINGTANG'], ['RIZHAO', 'NANTONG', 'ZHANGJIAGANG'], ['LIANYUNGANG', 'SHANGHAI', 'NINGBO'], ['DALIAN', 'DANDONG', 'YANTAI'], ['NINGBO', 'SHANGHAI', 'WENZHOU'], ['LONGKOU', 'NANTONG', 'YINGKOU']])
        s = trade(Ship('barge', 'CN', tr[0], U(70, 125), U(13, 20), U(4, 6.5), U(6.5, 9), cls=pick(['A', 'A', 'B']), st=pick([70, 79, 90, 0]), imo=False), tr); return s
    def fishb():
        fl, h, gr = pick([('CN', 'SHIDAO', [(36.2, 123.6), (35.3, 123.3), (37.0, 123.8)]), ('CN', 'NINGBO', [(30.2, 124.3), (31.2, 124.8), (29.3, 124.3)]), ('CN', 'SHIDAO', [(39.3, 131.8), (38.9, 132.6)]), ('CN', 'WENZHOU', [(27.6, 123.2), (28.6, 124.2)]),
            ('CN', 'DALIAN', [(38.6, 123.1), (38.1, 122.4)]), ('CN', 'LIANYUNGANG', [(34.6, 121.9), (34.2, 122.6)]), ('KR', 'GUNSAN', [(35.7, 124.9), (36.3, 124.7)]), ('KR', 'POHANG', [(37.3, 131.6), (36.7, 130.9)]), ('KR', 'BUSAN', [(33.4, 128.2), (32.4, 127.6)]),
            ('JP', 'SAKAI', [(36.8, 133.0), (38.9, 133.9)]), ('JP', 'NIIGATA', [(39.3, 135.2), (38.9, 134.4)]), ('RU', 'VLADIVOSTOK', [(42.0, 132.6), (41.6, 133.4)])])
        b = chance(.5); s = trade(Ship('fish', fl, h, U(22, 58), U(5, 9), U(2.5, 4), U(8, 10.5), cls='B' if b else 'A', st=30, imo=chance(.15), name=('LU RONG YU ' if fl == 'CN' else 'NO.%d ' % R.integers(1, 99) if fl == 'KR' else '') + str(R.integers(1000, 65000)) if fl != 'JP' else None), gr)
        s.jig = gr[0][1] > 130; s.power *= .8
        if chance(.06): s.name = ''; remid(s, s.mmsi)
        return s
    def harb():
        h = pick(['SHANGHAI', 'NINGBO', 'BUSAN', 'INCHEON', 'DALIAN', 'QINGDAO', 'VLADIVOSTOK', 'NAKHODKA', 'ULSAN', 'TIANJIN']); st = pick([50, 52, 52, 80, 80, 33, 55])
        return Ship('harbour', country(h), h, {80: 62}.get(st, 30), {80: 11}.get(st, 9), {80: 4.6}.get(st, 3.2), {80: 8}.get(st, 10), st=st, imo=st == 80 or chance(.4), cls=pick(['A', 'A', 'A', 'B']) if st != 80 else 'A')
    mk('kpd', 19, kpd); mk('kpt', 9, kpt); mk('coast', 38, coast); mk('kpc', 7, kpc); mk('bulk', 22, bulk); mk('tank', 31, tank); mk('big', 6, bigtank)
    mk('pass', 13, passing); mk('feed', 17, feed); mk('barge', 17, barg); mk('fish', 48, fishb); mk('harb', 16, harb)
    for tr, fl, kn in ((['INCHEON', 'WEIHAI'], 'CN', 17), (['INCHEON', 'DALIAN'], 'PA', 17), (['BUSAN', 'HAKATA'], 'KR', 20), (['DONGHAE', 'VLADIVOSTOK'], 'PA', 16), (['DALIAN', 'YANTAI'], 'CN', 16), (['INCHEON', 'DANDONG'], 'CN', 16), (['RAJIN', 'VLADIVOSTOK'], 'KP', 11), (['PYEONGTAEK', 'RIZHAO'], 'PA', 17)):
        s = trade(Ship('ferry', fl, tr[0], U(105, 190), 24, 6, kn, st=60), tr); F.setdefault('ferry', []).append(s)
        if fl == 'KP': s.kn = 11; rec(INN, 'passenger ferry of the DPRK\'s flag', [row('carrier', s)], [plc('origin', 'RAJIN'), plc('destination', 'VLADIVOSTOK')], 0, END, 'passengers', 'Rajin to Vladivostok and back', [])
    s = Ship('feeder', 'KP', 'NAMPO', 98, 16, 6.2, 11, st=71); s.trade = ['NAMPO', 'DALIAN']; F['feed'].append(s)
    rec(INN, 'liner of the DPRK\'s flag', [row('carrier', s)], [plc('origin', 'DALIAN'), plc('destination', 'NAMPO')], 0, END, 'containers', 'consumer goods in, empty boxes out', [])
    for s in F['tank'][:5]:      # those that bring notified oil
        tr = pick([['DALIAN', 'QINGDAO'], ['DALIAN', 'LONGKOU'], ['VLADIVOSTOK', 'NAKHODKA']]); s.flag = 'RU' if tr[0] == 'VLADIVOSTOK' else 'CN'; s.mmsi = new_mmsi(s.flag); remid(s, s.mmsi); s.trade = tr; s.at = tr[0]; s.pos = at_pos(tr[0]); s.N = [(s.t, *s.pos, 5)]; s.home = tr[0]; s.kpcall = True; s.desth = pick(['clear', 'code']); s.dh = 'ok'
    return F

# ------------------------------------------------------------------ receivers
STN = [(38.9, 121.6), (39.85, 124.1), (40.3, 122.1), (39.9, 119.6), (39.0, 118.0), (37.85, 120.75), (37.5, 122.4), (36.9, 122.5), (36.1, 120.5), (35.4, 119.6), (34.75, 119.5), (31.35, 121.7), (31.95, 120.9),
       (30.9, 122.1), (29.95, 122.3), (28.0, 121.3), (26.1, 119.9), (24.4, 118.2), (37.4, 126.5), (37.0, 126.2), (36.0, 126.5), (34.7, 126.1), (34.6, 127.8), (33.5, 126.6), (33.2, 126.3), (35.1, 129.1), (35.5, 129.5), (36.1, 129.5),
       (37.5, 129.2), (37.5, 130.9), (33.7, 130.2), (34.0, 131.0), (35.6, 133.2), (35.7, 135.4), (37.4, 137.0), (38.0, 139.0), (43.2, 141.0), (43.1, 131.9), (42.8, 132.9), (42.6, 131.0), (47.0, 142.0), (25.2, 121.7), (24.3, 120.5), (22.6, 120.3), (41.3, 140.4)]
class Air:
    def __init__(a):
        n = len(STN); a.R = R.uniform(26, 52, n); a.q = R.uniform(.45, .97, n); a.R[1] = U(18, 34); a.q[1] = .5
        a.R[[6, 29, 24]] += 14                              # aerials on hills
        a.f = np.exp(R.normal(0, .22, (n, DAYS * 4 + 1)))     # six-hourly state of the air; ducting now and then
        duct = R.random((n, DAYS * 4 + 1)) < .03; a.f[duct] *= 1.9
        for i in range(n):
            for _ in range(R.poisson(1.3)):
                x = int(R.integers(0, DAYS * 4)); a.f[i, x:x + int(R.integers(1, 9))] = .02
        if chance(.7): i = int(R.integers(n)); x = int(R.integers(0, 80)); a.f[i, x:x + 40] = .02
        a.badclock = [(7, U(5, 20) * 86400, U(4, 11) * HR, 3600), (int(R.integers(n)), U(0, 15) * 86400, 12 * 86400, None)]
        a.passes = []
        for sat in range(4):
            t = U(0, 43200)
            while t < END:
                for k in range(int(R.integers(2, 4))): a.passes.append((sat, t + k * 5880 + U(-120, 120), U(240, 720), U(.6, 1.1)))
                t += 43200 - U(700, 1900)
        a.SL = np.array([p[0] for p in STN]); a.SO = np.array([p[1] for p in STN])
AIR = None
def grid_cover(la, lo):
    """Share of messages that a satellite disentangles, by traffic below."""
    return np.where((la > 35.5) & (lo > 130.5), .72, np.where((lo < 123.2) & (la < 41), .3, np.where((la > 33) & (lo < 127), .54, np.where((lo >= 127) & (lo < 130.5) & (la < 37), .36, np.where(la > 37, .64, .52)))))
def sample_ship(s):
    N = np.array([n[:4] for n in s.N], float); T, LA, LO, M = N.T
    keep = np.r_[True, np.diff(T) > 0]; T, LA, LO, M = T[keep], LA[keep], LO[keep], M[keep]
    step = 330 if s.cls == 'A' else 420
    t = np.arange(0, END, step) + R.uniform(0, step * .8, int(math.ceil(END / step))); t = t[(t < min(END, T[-1])) & (t >= T[0])]
    k = np.clip(np.searchsorted(T, t, 'right') - 1, 0, len(T) - 2); m = M[k]
    t = t[R.random(len(t)) < np.select([m == 0, m == 7, m == 3], [.86, .5, .6], .24)]
    # satellites
    ts, ss = [], []
    pas = AIR.passes
    hit = R.random(len(pas)); st = np.array([p[1] for p in pas]); du = np.array([p[2] for p in pas]); pq = np.array([p[3] for p in pas]); sn = np.array([p[0] for p in pas])
    la0, lo0 = np.interp(st, T, LA), np.interp(st, T, LO)
    kk = np.clip(np.searchsorted(T, st, 'right') - 1, 0, len(T) - 2); moored = np.isin(M[kk], (1, 5))
    p = grid_cover(la0, lo0) * pq * (1 if s.cls == 'A' else .13) * min(1.1, s.power ** 1.5) * np.where(moored, .6, 1)
    for i in np.where((hit < p) & (st < min(END, T[-1]) - 800) & (st > max(0, T[0])))[0]:
        n = int(R.integers(1, 4)); ts.append(st[i] + R.random(n) * du[i]); ss += [sn[i]] * n
    src = np.r_[np.zeros(len(t)), np.ones(len(ss))]; sat = np.r_[np.zeros(len(t)), np.array(ss)].astype(int)
    t = np.r_[t, np.concatenate(ts) if ts else []]
    o = np.argsort(t); t, src, sat = t[o], src[o], sat[o]
    k = np.clip(np.searchsorted(T, t, 'right') - 1, 0, len(T) - 2); m = M[k].astype(int); dt = T[k + 1] - T[k]; f = np.clip((t - T[k]) / dt, 0, 1)
    la = LA[k] + (LA[k + 1] - LA[k]) * f; lo = LO[k] + (LO[k + 1] - LO[k]) * f
    dn = (LA[k + 1] - LA[k]) * 60; de = (LO[k + 1] - LO[k]) * 60 * np.cos(np.radians(la)); v = np.hypot(dn, de) / dt * HR; c = np.degrees(np.arctan2(de, dn)) % 360
    ok = np.ones(len(t), bool)
    for a, b in s.D: ok &= ~((t >= a) & (t < b))
    if s.flaky:
        tog = np.cumsum(R.exponential(s.flaky, 4000)); ok &= np.searchsorted(tog, t) % 2 == 0
    # terrestrial reception
    d = 60 * np.hypot(la[:, None] - AIR.SL, (lo[:, None] - AIR.SO) * .8); h6 = np.clip((t / 21600).astype(int), 0, DAYS * 4)
    rr = AIR.R * AIR.f[:, h6].T * s.power * (1 if s.cls == 'A' else .42) * (1. if s.L > 60 else .8) * (1 + .08 * np.sin(t / 86400 * 6.283))[:, None]
    pr = AIR.q / (1 + np.exp(np.clip((d - rr) / 3.5, -30, 30))); best = pr.argmax(1)
    ok &= np.where(src == 1, True, R.random(len(t)) < pr[np.arange(len(t)), best])
    t, la, lo, m, v, c, src, sat, best = (x[ok] for x in (t, la, lo, m, v, c, src, sat, best)); n = len(t)
    if n == 0: return None
    # what the transponder says
    rest = np.isin(m, (1, 5)); tide = np.sin(t / 44714 * 6.283 + s.habit * 6); sw = (s.habit * 360 + 90 * (1 + np.tanh(3 * tide)) + R.normal(0, 9, n)) % 360
    rad = (s.L + 90) / 1852 / 60; an = m == 1
    la = la - an * rad * np.cos(np.radians(sw)); lo = lo - an * rad * np.sin(np.radians(sw)) / .82
    g = 6e-5 if s.cls == 'A' else 1.2e-4
    la = la + R.normal(0, g, n); lo = lo + R.normal(0, g, n)
    hd = np.where(an, sw, np.where(m == 5, s.habit * 360, (c + R.normal(0, 4, n) + (m == 3) * 70) % 360)) % 360
    sog = np.where(rest, np.abs(R.normal(0, .09, n)), np.abs(v + R.normal(0, .18, n))); cog = np.where(rest, R.uniform(0, 360, n), (c + R.normal(0, 2.5, n) + (v < 1) * R.normal(0, 30, n)) % 360)
    w = R.random(n) < 2.5e-4                                 # broken bits
    la = np.where(w, la + R.choice([-1.0, .5, .25, 2.13, -.0667], n), la); lo = np.where(w & (R.random(n) < .5), lo + R.choice([1.0, -.5, 4.2, .125], n), lo)
    jam = (np.abs(la - 37.55) < .4) & (np.abs(lo - 125.6) < 1.0) & np.isin((t // 10800).astype(int), AIR.jam) & (m != 5); la = la + jam * R.normal(0, .02, n); lo = lo + jam * R.normal(0, .025, n)
    if s.offset == 'coarse': la, lo = np.round(la, 2 if s.cls == 'B' else 3), np.round(lo, 2 if s.cls == 'B' else 3)
    if s.offset == 'sog0': sog = sog * 0
    nav = np.select([m == 0, m == 1, m == 5, m == 3, m == 7], [0, 1, 5, int(pick([0, 0, 2, 1, 5])), 7], 0)
    lag = R.random(n) < .03; nav = np.where(lag, np.roll(nav, 3), nav)
    if s.navlazy: nav = nav * 0 + int(pick([0, 0, 15, 5, 8]))
    tt = t.copy()
    tt += np.where(src == 1, np.where(sat == 1, 9, 0), 0); late = (src == 1) & (sat == 3) & (R.random(n) < .05); tt += late * R.uniform(300, 2700, n)
    for st_, a, dur, sh in AIR.badclock:
        q = (src == 0) & (best == st_) & (t > a) & (t < a + dur); tt += q * (sh if sh else np.clip((t - a) / dur, 0, 1) * 150)
    arr = tt + np.where(src == 1, R.exponential(2400, n), R.exponential(8, n) + (R.random(n) < .004) * R.uniform(600, 30000, n))
    dup = np.where(R.random(n) < .004)[0]                      # one message by two ways
    ix = np.r_[np.arange(n), dup]; tt = np.r_[tt, tt[dup] + R.integers(0, 3, len(dup))]; arr = np.r_[arr, arr[dup] + 5]
    t, la, lo, sog, cog, hd, nav, src = (x[ix] for x in (t, la, lo, sog, cog, hd, nav, src))
    # static data: what was last heard
    oo = np.argsort(t, kind='stable'); t, la, lo, sog, cog, hd, nav, src, tt, arr = (x[oo] for x in (t, la, lo, sog, cog, hd, nav, src, tt, arr)); n = len(t)
    isst = R.random(n) < np.where(src == 1, .22, .4) * (1 if s.cls == 'A' else .5); li = np.maximum.accumulate(np.where(isst, np.arange(n), -1)); tau = np.where(li >= 0, t[li], t[0])
    H = {}
    for f_ in ('id', 'dr', 'dest', 'len'):
        e = sorted([(a, i, x) for i, (a, f2, x) in enumerate(s.ev) if f2 == f_], key=lambda z: z[:2]); H[f_] = (np.array([z[0] for z in e]), [z[2] for z in e])
    iN = np.searchsorted(H['id'][0], t, 'right') - 1; iT = np.searchsorted(H['id'][0], tau, 'right') - 1; iD = np.searchsorted(H['dr'][0], tau, 'right') - 1; iX = np.searchsorted(H['dest'][0], tau, 'right') - 1; iL = np.searchsorted(H['len'][0], tau, 'right') - 1
    cache, out = {}, []
    hb = s.hdgbad
    gone = R.random(n)
    for i in range(n):
        if not 0 <= tt[i] < END: continue
        k = (iN[i], iT[i], iD[i], iX[i], iL[i]); z = cache.get(k)
        if z is None:
            idn = H['id'][1][iN[i]]; same = idn[1] == H['id'][1][iT[i]][1]; L, W = H['len'][1][iL[i]] if iL[i] >= 0 else (s.L, s.W); dr = H['dr'][1][iD[i]]; de = H['dest'][1][iX[i]]
            if not same: st = ',,,,,,,'
            else: st = f"{idn[0]},{(idn[2] or '') if s.cls == 'A' else ''},{idn[3]},{s.st if s.st else ''},{L or ''},{W or ''},{dr if dr and s.dh != 'none' and s.cls == 'A' else ''},{de if s.cls == 'A' else ''}"
            z = cache[k] = (idn[1], st)
        so = f'{sog[i]:.1f}' if gone[i] > .003 else ''
        out.append((int(tt[i]), arr[i], z[0], f"{la[i]:.5f},{lo[i]:.5f},{so},{'%.1f' % (cog[i] % 359.95) if gone[i] < .985 else ''},{'' if hb else int(hd[i])},{nav[i] if s.cls == 'A' else ''},{z[1]}"))
    return out

# ------------------------------------------------------------------ the month
def main():
    global R, AIR
    av = sys.argv[1:]; hid = None
    if '--hidden' in av: i = av.index('--hidden'); hid = int(av[i + 1]); del av[i:i + 2]
    seed, folder = int(av[0]), av[1]; R = np.random.default_rng([seed, 7919]); os.makedirs(folder, exist_ok=True); build_net()
    drawn = int(R.integers(0, 41)); hid = drawn if hid is None else hid
    AIR = Air(); AIR.jam = R.choice(DAYS * 8, 14, replace=False); F = fleets()
    pool = {k: [F[k][i] for i in R.permutation(len(F[k]))] for k in F}
    odd = []
    ff = [s for s in pool['fish'] if s.flag == 'CN']; bb = pool['barge'][-2:]; cc = pool['coast'][-2:]
    for l, m in ((ff[:3], 412000000), (ff[3:5], None), (bb[:2], 413999999), (cc[:2], None)) if chance(.85) else ((ff[:2], 412000000),):
        if len(l) < 2: continue
        m = m or l[0].mmsi
        for s in l:
            remid(s, m); odd.append(s)
            for g in pool.values():
                if s in g: g.remove(s)
        rec(INN, 'shared MMSI', [row('carrier', s) for s in l], [], 0, END, 'none', 'two or more ships send the same number by mistake', [])
    free_t = [s for s in pool['tank'] if not s.kpcall and s.flag not in ('JP', 'KR') or chance(.12) and not s.kpcall]
    free_c = [s for s in pool['coast'] if s.flag not in ('JP', 'KR')] + pool['kpc']
    tries = 0; done = set()
    def take(l, again=.3):
        c = [s for s in l if s.t < .72 * END and (s not in done or chance(again))]
        return pick(c) if c else None
    while len(HID) < hid and tries < 1500:
        tries += 1; k = R.choice(['d', 'dd', 'dt', 'tf', 'td', 'b', 'l'], p=[.23, .15, .14, .13, .16, .11, .08]); la = k == 'l'
        if la: k = pick(['d', 'dd', 'dt', 'td', 'tf'])
        if k == 'd': a = [take(pool['kpd'])]; fn = lambda: act_delivery(a[0], la)
        elif k == 'dd': a = [take(free_c, .15)]; fn = lambda: act_dark(a[0], la)
        elif k == 'dt': a = [take(free_t, .15)]; fn = lambda: act_target(a[0], la)
        elif k == 'b': a = [take(pool['barge'], .2)]; fn = lambda: act_barge(a[0])
        elif chance(.8): a = [take(pool['kpt']), take(free_t)]; fn = lambda: act_transfer(a[0], a[1], k == 'td', la)
        else: a = [take(pool['kpd']), take(free_c + pool['bulk'][:6])]; fn = lambda: act_transfer(a[0], a[1], k == 'td', la, 'coal')
        if any(x is None for x in a): continue
        if fn(): done.update(a)
    rest = lambda g, n=99: [s for s in pool[g] if s not in done and s.t < .3 * END][:n]
    tk, bk, co, fi, ha = rest('tank'), rest('bulk'), rest('coast'), rest('fish'), [s for s in pool['harb'] if s.st == 80]
    tk = [s for s in tk if not s.kpcall]
    for i in range(0, min(len(tk) - 1, int(R.integers(6, 13))), 2): inn_sts(tk[i], tk[i + 1], 'lightering', 'oil')
    for a, b in zip(tk[13:16], bk[:3]): inn_sts(a, b, 'bunkering at sea', 'bunkers', h=U(3, 8))
    for a, b in zip(tk[16:18], [f for f in fi if f.cls == 'A'][:2]): inn_sts(a, b, 'fuel for a fishing fleet', 'fuel', tuple(np.array(pick(b.trade)) + R.normal(0, .1, 2)), U(2, 5))
    for a, b in zip(co[:3], [f for f in fi if f.cls == 'A'][3:6]): inn_sts(a, b, 'fish passed to a reefer', 'fish', tuple(np.array(pick(b.trade)) + R.normal(0, .1, 2)), U(3, 9))
    for s in rest('bulk')[4:4 + int(R.integers(1, 4))]: s.sail(pick(CNN)); s.wait(20); rajin_transit(s)
    kk = [s for s in pool['kpd'] + pool['kpt'] if s.t < .5 * END]
    for s in kk[:3]:
        bo = [h for h in ha if h.home in (('NAKHODKA', 'VLADIVOSTOK') if s.home in EAST else ('DALIAN',)) and h.t < .4 * END]
        if not bo:
            h = 'NAKHODKA' if s.home in EAST else 'DALIAN'; x = Ship('harbour', country(h), h, 62, 11, 4.6, 8, st=80); bo = [x]; ha.append(x)
        r = 'NAKHODKA ROADS' if s.home in EAST else 'DALIAN ROADS'
        if bo[0].home + ' ROADS' == r: inn_bunker(s, bo[0])
    for s in SHIPS:
        if s.t < END + HR: FILL[s.kind](s, END + HR)
    # faults, and what merely looks odd
    calm = [SHIPS[i] for i in R.permutation(len(SHIPS)) if SHIPS[i] not in done and SHIPS[i] not in odd and SHIPS[i].kind in ('coaster', 'bulker', 'tanker', 'fish', 'barge', 'feeder')]
    for s in calm[:int(R.integers(5, 11))]: breakdown(s)
    for s in [x for x in calm[12:60] if x.kind in ('coaster', 'bulker', 'tanker') and not x.kpcall and x.imo][:int(R.integers(2, 5))]: sold(s)
    for s in calm[60:72]: s.flaky = U(2, 20) * HR
    for s in calm[72:78]: s.offset = 'coarse'
    for s in calm[78:80]: s.offset = 'sog0'
    for s in calm[80:88]: s.power *= U(.35, .6)
    for s in calm[88:92]: s.st = pick([0, 90, 37])
    for s in calm[92:95]: s.L = s.W = 0
    rows = []
    for s in SHIPS:
        if s.kind in ('fish', 'barge') and chance(.25): s.flaky = s.flaky or U(4, 30) * HR
        if s in done: s.flaky = None
        x = sample_ship(s)
        if x: rows += x
    day = [[] for _ in range(DAYS)]
    for r in rows: day[r[0] // 86400].append(r)
    T0 = np.datetime64('2018-10-05T00:00:00'); files = []
    for d in range(DAYS):
        day[d].sort(key=lambda r: (r[1], r[2])); fnm = f'strange-{str(T0 + np.timedelta64(d, "D"))[:10]}.csv'; files.append(fnm)
        ds = np.datetime_as_string(T0 + np.array([r[0] for r in day[d]], 'timedelta64[s]')) if day[d] else []
        with open(os.path.join(folder, fnm), 'w') as h:
            h.write('mmsi,timestamp,latitude,longitude,sog_knots,cog,heading,nav_status,ship_name,imo,callsign,ship_type,length_m,width_m,draught_m,destination\n')
            h.writelines(f'{r[2]},{z}Z,{r[3]}\n' for r, z in zip(day[d], ds))
    HID.sort(key=lambda x: x['begin']); INN.sort(key=lambda x: x['begin'])
    with open(os.path.join(folder, 'key.json'), 'w') as h:
        json.dump({'files': files, 'hidden': [dict(id=f'h{i + 1}', **x) for i, x in enumerate(HID)], 'innocent': [dict(id=f'i{i + 1}', **x) for i, x in enumerate(INN)]}, h, indent=1)

if __name__ == '__main__':
    main()
