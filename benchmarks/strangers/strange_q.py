"""A month of AIS in the Yellow Sea, East China Sea and Sea of Japan (stranger q).
usage: strange_q.py SEED FOLDER [--hidden N]"""
import sys, os, json, heapq, math, argparse, datetime
import numpy as np

T = 30 * 86400
H = 3600.0
D = 86400.0
EPOCH = datetime.datetime(2018, 10, 5)

# ------------------------------------------------------------------ geography: nodes (lat, lon, room in nm)
N = {
 'BH1': (38.72, 118.7, 4), 'BH2': (38.65, 119.6, 6), 'BH3': (39.35, 120.3, 7), 'BH4': (38.25, 119.9, 4), 'LKa': (37.85, 120.1, 2),
 'LTS': (38.58, 120.93, 1.2), 'LT2': (38.45, 121.3, 2), 'LD1': (39.9, 121.0, 4), 'BYa': (40.27, 121.8, 1.5), 'QHa': (39.8, 119.85, 1.5),
 'TJa': (38.88, 118.2, 1.5), 'HHa': (38.42, 118.2, 1.5),
 'NY1': (38.35, 121.9, 4), 'DLa': (38.80, 121.95, 1.5), 'YTa': (37.75, 121.5, 2), 'WHa': (37.56, 122.3, 1), 'NY2': (37.9, 122.5, 4),
 'CSJ': (37.62, 122.95, 2), 'CS2': (37.15, 123.1, 3), 'SDa': (36.75, 122.6, 2), 'KB0': (38.0, 123.6, 7), 'KB1': (38.6, 123.2, 7),
 'KB2': (39.1, 123.8, 5), 'DDa': (39.55, 124.05, 1.5), 'NPo': (38.5, 124.45, 4), 'NPr': (38.60, 124.85, 1.5), 'NPc': (38.645, 125.03, .4),
 'NPb': (38.688, 125.17, .05), 'NPl': (38.70, 125.28, .1), 'YM1': (37.5, 124.5, 3), 'HJa': (37.52, 125.4, 1), 'HJb': (37.80, 125.66, .4),
 'M1': (36.5, 123.4, 9), 'M2': (35.5, 123.3, 10), 'M3': (34.4, 123.4, 11), 'M4': (33.3, 123.7, 11), 'S1': (36.4, 122.7, 4),
 'QD2': (35.75, 121.4, 5), 'QDa': (35.95, 120.6, 1.5), 'RZa': (35.25, 120.2, 3), 'LYa': (34.9, 119.85, 2), 'JS1': (34.3, 122.2, 7),
 'KW1': (37.1, 125.5, 3), 'ICa': (37.12, 126.1, .7), 'ICb': (37.33, 126.45, .4), 'PTa': (37.05, 126.35, .5), 'KW2': (36.4, 125.4, 4),
 'KW3': (35.5, 125.4, 5), 'GSa': (35.95, 126.2, 1), 'KW4': (34.45, 124.85, 3), 'KW5': (33.8, 125.4, 3), 'JN1': (33.75, 126.45, 2),
 'JE1': (33.65, 127.4, 3), 'KS2': (34.25, 128.3, 4), 'YSa': (34.5, 127.9, 1), 'KS3': (34.65, 128.95, 2), 'BSa': (34.98, 129.12, 1),
 'USa': (35.38, 129.55, 1.5), 'EJ1': (35.9, 129.9, 3), 'POa': (36.14, 129.62, .8), 'EJ2': (37.2, 129.85, 5), 'DHa': (37.5, 129.3, 1),
 'EJ3': (38.5, 129.9, 7), 'EJ4': (39.7, 129.9, 7), 'EJ5': (41.1, 130.4, 6), 'RJa': (42.05, 130.35, 1), 'CJa': (41.6, 129.95, 2),
 'KCa': (40.55, 129.45, 1.5), 'HNa': (39.65, 127.85, 1.5), 'WSa': (39.3, 127.85, 1), 'EB1': (39.4, 128.6, 4), 'PSa': (42.45, 130.95, 1),
 'VL1': (42.35, 131.75, 3), 'VLa': (42.85, 131.72, 1), 'NK1': (42.35, 132.85, 3), 'NKa': (42.62, 132.85, .7),
 'SJ1': (37.2, 131.9, 8), 'SJ2': (39.3, 133.3, 12), 'SJ3': (41.0, 135.6, 12), 'SJ4': (41.25, 139.2, 5), 'TS1': (33.95, 129.08, 1), 'TN1': (34.85, 129.68, 1), 'MSa': (40.95, 129.95, 1), 'XZ2': (29.84, 122.08, .2), 'XTS': (41.35, 140.25, .5),
 'SJ5': (43.5, 138.3, 8), 'XLP': (45.6, 140.8, 5), 'JW1': (34.3, 130.5, 2), 'KMa': (34.03, 130.83, .4), 'HKa': (33.75, 130.25, 1),
 'TE1': (34.1, 129.95, 2), 'JW2': (35.1, 131.2, 4), 'JW3': (35.78, 132.6, 2), 'SKa': (35.68, 133.35, .7), 'JW4': (36.05, 135.2, 3),
 'MZa': (35.65, 135.45, .4), 'JW5': (37.8, 136.7, 3), 'JW6': (37.6, 138.0, 2), 'NGa': (37.99, 138.95, .7), 'GT1': (33.05, 128.2, 3),
 'JS2': (32.8, 126.5, 5), 'E1': (32.2, 124.4, 12), 'E2': (31.4, 123.5, 7), 'E3': (31.05, 122.75, 2), 'E4': (30.35, 123.2, 6),
 'LHa': (30.75, 122.65, 1), 'E5': (29.65, 122.8, 4), 'XZ1': (29.72, 122.4, .4), 'E6': (28.4, 122.6, 6), 'E7': (27.0, 121.6, 6),
 'XTW': (25.2, 120.1, 4), 'E9': (26.3, 122.4, 8), 'XTE': (25.5, 123.6, 6), 'ES0': (29.7, 124.7, 14), 'ES1': (31.0, 125.4, 14),
 'ES2': (30.2, 126.9, 14), 'ES3': (31.6, 128.1, 9), 'ES4': (28.4, 124.4, 16), 'XOS': (30.6, 129.7, 5), 'KLa': (25.3, 121.78, 1)}
# ports: lat, lon, country, locode, roads (lat, lon), roads' node
P = {
 'NAMPO': (38.716, 125.39, 'KP', 'KP NAM', (38.61, 124.93), 'NPr'), 'SONGNIM': (38.745, 125.61, 'KP', 'KP SON', (38.61, 124.95), 'NPr'),
 'TAEAN': (38.738, 125.50, 'KP', 'KP TAE', (38.61, 124.93), 'NPr'), 'HAEJU': (37.96, 125.70, 'KP', 'KP HAE', (37.60, 125.48), 'HJa'),
 'CHONGJIN': (41.765, 129.82, 'KP', 'KP CHO', (41.68, 129.90), 'CJa'), 'WONSAN': (39.18, 127.47, 'KP', 'KP WON', (39.28, 127.66), 'WSa'),
 'HUNGNAM': (39.81, 127.66, 'KP', 'KP HGM', (39.71, 127.75), 'HNa'), 'RAJIN': (42.215, 130.29, 'KP', 'KP RJN', (42.10, 130.30), 'RJa'),
 'KIMCHAEK': (40.655, 129.215, 'KP', 'KP SJN', (40.58, 129.32), 'KCa'),
 'DALIAN': (38.95, 121.72, 'CN', 'CN DLC', (38.88, 121.90), 'DLa'), 'DANDONG': (39.79, 124.14, 'CN', 'CN DDG', (39.50, 124.02), 'DDa'),
 'BAYUQUAN': (40.28, 122.06, 'CN', 'CN BYQ', (40.22, 121.72), 'BYa'), 'QINHUANGDAO': (39.90, 119.64, 'CN', 'CN SHP', (39.80, 119.78), 'QHa'),
 'TIANJIN': (38.955, 117.85, 'CN', 'CN TXG', (38.86, 118.12), 'TJa'), 'HUANGHUA': (38.34, 117.95, 'CN', 'CN HUH', (38.43, 118.25), 'HHa'),
 'LONGKOU': (37.66, 120.29, 'CN', 'CN LKU', (37.79, 120.12), 'LKa'), 'YANTAI': (37.57, 121.41, 'CN', 'CN YNT', (37.66, 121.55), 'YTa'),
 'WEIHAI': (37.45, 122.20, 'CN', 'CN WEI', (37.49, 122.28), 'WHa'), 'SHIDAO': (36.87, 122.45, 'CN', 'CN SHD', (36.79, 122.50), 'SDa'),
 'QINGDAO': (36.06, 120.29, 'CN', 'CN TAO', (35.97, 120.48), 'QDa'), 'RIZHAO': (35.37, 119.57, 'CN', 'CN RZH', (35.25, 119.85), 'RZa'),
 'LANSHAN': (35.09, 119.40, 'CN', 'CN LSN', (35.12, 119.72), 'RZa'), 'LIANYUNGANG': (34.755, 119.48, 'CN', 'CN LYG', (34.86, 119.75), 'LYa'),
 'SHANGHAI': (31.36, 121.60, 'CN', 'CN SHA', (31.07, 122.52), 'E3'), 'NANTONG': (31.83, 121.0, 'CN', 'CN NTG', (31.07, 122.55), 'E3'),
 'YANGSHAN': (30.615, 122.09, 'CN', 'CN YSN', (30.72, 122.58), 'LHa'), 'NINGBO': (29.94, 121.89, 'CN', 'CN NGB', (29.70, 122.50), 'XZ1'),
 'ZHOUSHAN': (29.94, 122.24, 'CN', 'CN ZOS', (29.68, 122.56), 'XZ1'),
 'INCHEON': (37.46, 126.60, 'KR', 'KR INC', (37.22, 126.27), 'ICa'), 'PYEONGTAEK': (36.99, 126.80, 'KR', 'KR PTK', (37.10, 126.25), 'ICa'),
 'DAESAN': (37.03, 126.42, 'KR', 'KR TSN', (37.09, 126.25), 'ICa'), 'GUNSAN': (35.96, 126.53, 'KR', 'KR KUV', (35.94, 126.28), 'GSa'),
 'YEOSU': (34.75, 127.79, 'KR', 'KR YOS', (34.58, 127.88), 'YSa'), 'BUSAN': (35.085, 129.06, 'KR', 'KR PUS', (35.02, 129.10), 'BSa'),
 'ULSAN': (35.45, 129.40, 'KR', 'KR USN', (35.40, 129.47), 'USa'), 'POHANG': (36.04, 129.43, 'KR', 'KR KPO', (36.09, 129.47), 'POa'),
 'DONGHAE': (37.495, 129.16, 'KR', 'KR TGH', (37.50, 129.22), 'DHa'),
 'HAKATA': (33.63, 130.36, 'JP', 'JP HKT', (33.72, 130.26), 'HKa'), 'MOJI': (33.965, 130.87, 'JP', 'JP MOJ', (34.01, 130.80), 'KMa'),
 'SAKAIMINATO': (35.55, 133.27, 'JP', 'JP SMN', (35.62, 133.33), 'SKa'), 'MAIZURU': (35.52, 135.36, 'JP', 'JP MAI', (35.62, 135.43), 'MZa'),
 'NIIGATA': (37.96, 139.07, 'JP', 'JP KIJ', (38.0, 139.0), 'NGa'),
 'VLADIVOSTOK': (43.09, 131.90, 'RU', 'RU VVO', (42.97, 131.80), 'VLa'), 'NAKHODKA': (42.79, 132.90, 'RU', 'RU NJK', (42.72, 132.87), 'NKa'),
 'VOSTOCHNY': (42.735, 133.06, 'RU', 'RU VYP', (42.68, 132.98), 'NKa'), 'POSYET': (42.645, 130.80, 'RU', 'RU POS', (42.53, 130.88), 'PSa'),
 'KEELUNG': (25.155, 121.75, 'TW', 'TW KEL', (25.22, 121.80), 'KLa')}
for k, v in P.items():
    N[k] = (v[0], v[1], 0.12)
CHAINS = """BH1-BH2-LTS-LT2-NY1-NY2-CSJ-CS2-M1-M2-M3-M4-E1-E2-E3 BH3-LTS BH4-LTS BH3-BH2 BH1-TJa-TIANJIN BH1-HHa-HUANGHUA HHa-BH4-LKa-LONGKOU
BH3-QHa-QINHUANGDAO QHa-BH2 BH3-LD1-BYa-BAYUQUAN NY1-DLa-DALIAN LT2-DLa YTa-YANTAI NY1-YTa YTa-NY2 WHa-WEIHAI NY2-WHa WHa-CSJ CSJ-CS2-SDa-SHIDAO CS2-S1-SDa
DLa-KB1-KB2-DDa-DANDONG NY2-KB1 KB1-NPo KB2-NPo NPo-NPr-NPc-NPb-NPl-NAMPO NAMPO-TAEAN-SONGNIM KB0-NPo CSJ-KB0 KB0-KB1 KB0-YM1 YM1-HJa-HJb-HAEJU KB0-M1 YM1-KW1 YM1-M1
YM1-KW2 KW1-ICa-ICb-INCHEON ICa-PTa-DAESAN PTa-PYEONGTAEK KW1-KW2-KW3-KW4-KW5-JN1-JE1-KS2-KS3-BSa-BUSAN KW2-GSa-GUNSAN GSa-KW3 CSJ-KW1 CS2-KW1 CS2-KW2 M1-KW2 M2-KW3 M3-KW4 M4-KW5 M2-KW4
S1-QD2-QDa-QINGDAO M1-QD2 M2-QD2 QD2-RZa-RIZHAO RZa-LANSHAN RZa-LYa-LIANYUNGANG QDa-RZa RZa-JS1 QD2-JS1 JS1-M4 JS1-E2 JS1-M3 M2-RZa S1-M2 CS2-S1 S1-M1
KS2-YSa-YEOSU JE1-YSa KS3-KS2 BSa-USa-ULSAN USa-EJ1-POa-POHANG BSa-EJ1 EJ1-EJ2-DHa-DONGHAE EJ2-EJ3-EJ4-EJ5-RJa-RAJIN EJ5-CJa-CHONGJIN EJ4-KCa-KIMCHAEK CJa-RJa KCa-MSa-CJa EJ4-MSa KCa-EJ4
EJ3-EB1-WSa-WONSAN EB1-HNa-HUNGNAM WSa-HNa EB1-EJ4 EB1-KCa HNa-KCa RJa-PSa-POSYET PSa-VL1 RJa-VL1 EJ5-VL1-VLa-VLADIVOSTOK EJ5-NK1-NKa-NAKHODKA NKa-VOSTOCHNY VL1-NK1 EJ3-NK1 EJ2-NK1
EJ1-SJ1-SJ2-SJ3-SJ4-XTS SJ3-SJ5-XLP SJ2-NK1 SJ3-NK1 SJ5-NK1 JW2-SJ1 JW2-SJ2 USa-JW2 BSa-TN1-TE1 TN1-JW1 TS1-GT1 KS3-TS1-TE1-JW1-KMa-MOJI TE1-HKa-HAKATA HKa-KMa JW1-JW2-JW3-SKa-SAKAIMINATO JW3-JW4-MZa-MAIZURU JW4-JW5-JW6-NGa-NIIGATA
SJ2-JW5 SJ2-JW4 JW5-SJ4 SJ1-JW3 TE1-GT1 GT1-JE1 GT1-JS2 GT1-ES3-XOS JE1-JS2 KW5-JS2 JN1-KW5 JS2-E1 JS2-ES1 JS2-E2 KW5-E1 KS2-GT1 KW4-E1 KW4-M4 GT1-ES2 ES2-ES3 ES1-ES2 ES1-E1 ES1-E2 ES0-ES1 ES0-E2 ES0-E4 ES0-E5 ES0-ES4 ES0-ES2
ES4-E6 ES4-E9 E3-SHANGHAI E2-E4-E5-E6-E7-XTW E3-E4 E3-LHa-YANGSHAN E4-LHa E5-XZ1-ZHOUSHAN XZ1-XZ2-NINGBO E7-E9-XTE ES4-XTE E9-KLa-KEELUNG E7-KLa ES2-XOS ES2-XTE ES4-E5 SHANGHAI-NANTONG E2-ES2"""
ADJ = {k: {} for k in N}


def nm(a, b, c, d):
    k = math.cos(math.radians((a + c) / 2))
    return 60 * math.hypot(a - c, (b - d) * k)


for ch in CHAINS.split():
    s = ch.split('-')
    for a, b in zip(s, s[1:]):
        w = nm(N[a][0], N[a][1], N[b][0], N[b][1])
        ADJ[a][b] = w
        ADJ[b][a] = w
_routes = {}


def route(a, b):
    if (a, b) in _routes:
        return _routes[a, b]
    dist, prev, q = {a: 0}, {}, [(0, a)]
    while q:
        d, u = heapq.heappop(q)
        if u == b:
            break
        if d > dist[u]:
            continue
        for v, w in ADJ[u].items():
            if v in P and v not in (b,) and not (u in P and v in P) and v not in ('SHANGHAI', 'NAMPO', 'TAEAN'):
                continue
            if d + w < dist.get(v, 1e9):
                dist[v] = d + w
                prev[v] = u
                heapq.heappush(q, (d + w, v))
    r = [b]
    while r[-1] != a:
        r.append(prev[r[-1]])
    _routes[a, b] = r[::-1]
    return _routes[a, b]


# ------------------------------------------------------------------ names and numbers
MID = {'KP': [445], 'CN': [412, 413, 414], 'HK': [477], 'KR': [440, 441], 'JP': [431, 432], 'RU': [273], 'PA': [351, 352, 353, 355, 357, 370, 371, 372, 373],
       'TG': [671], 'SL': [667], 'KH': [514, 515], 'TW': [416], 'MH': [538], 'LR': [636], 'SG': [563, 564, 565, 566], 'MT': [215, 229, 248], 'BZ': [312],
       'TZ': [677], 'PW': [511], 'KM': [616, 620], 'MN': [457], 'BS': [308, 309, 311], 'VN': [574], 'CY': [209, 210], 'FJ': [520], 'DM': [325], 'KI': [529], 'TV': [572]}
CALL = {'KP': 'HM', 'CN': 'B', 'HK': 'VR', 'KR': 'DS', 'JP': 'J', 'RU': 'U', 'PA': '3E', 'TG': '5V', 'SL': '9L', 'KH': 'XU', 'TW': 'B', 'MH': 'V7', 'LR': 'D5', 'SG': '9V',
        'MT': '9H', 'BZ': 'V3', 'TZ': '5I', 'PW': 'T8', 'KM': 'D6', 'MN': 'JV', 'BS': 'C6', 'VN': '3W', 'CY': '5B', 'FJ': '3D', 'DM': 'J7', 'KI': 'T3', 'TV': 'T2'}
KPA = 'CHONG MU TAE KUM RYON SAM JANG PO UN HYE SONG NAM RIM PYONG SOK HWA MYONG RAK IL TONG KYONG JA SIN RYU PHO AN'.split()
KPB = 'SAN BONG GANG RYONG SONG HO UN PHYONG JIN DAE RIM CHON HUNG RYU PONG'.split()
CNA = 'XIN HAI HONG JIN SHUN TAI HUA ZHONG DA YUAN FU HENG RONG TONG SHENG AN YONG GUANG LONG RUI YU DONG MING JIA BO LU'.split()
KRA = 'SAEHAN DAEYANG HANJIN WOORI SEOJIN NAMSUNG DONGA TAEYOUNG KEUMYANG SUNGHO PAN MYUNG HANSUNG JUNGWOO'.split()
KRB = 'PIONEER ACE STAR GLORY JASMINE CROWN HOPE SUNNY DREAM HARMONY SPIRIT TRADER'.split()
JPA = 'SEIWA KOYO SHINSEI EIHO DAIICHI TENJIN HOKUYO MIYA KIYO ASAHI FUKU SUMI TOYO HAKUSAN RYUSEI'.split()
RUA = ['KAPITAN ' + x for x in 'BELOV SOROKIN MUKHIN LEVCHENKO ZOTOV'.split()] + ['AMUR', 'PRIMORYE', 'USSURI TRADER', 'VOSTOK 7', 'SIBIR LIGHT', 'TIKHIY', 'ANGARA', 'BUREYA']
INA = 'OCEAN PACIFIC EASTERN GOLDEN BLUE NORTHERN GRAND LUCKY BRIGHT CORAL ORIENT UNITED SILVER ROYAL VICTORY CRYSTAL'.split()
INB = 'FORTUNE PEARL VENTURE HORIZON WAVE PIONEER BREEZE GRACE SUCCESS LEADER DIAMOND LILY EXPRESS UNITY ROSE BRAVE 8 9 18 6 168'.split()


class World:
    def __init__(self, seed):
        self.r = np.random.default_rng([seed, 20181005])
        self.ships = []
        self.hidden = []
        self.innocent = []
        self.used = set()
        r = self.r
        # weather: a typhoon through the Korea Strait on 5-7 October, then northerly gales
        self.gales = [(0.3 * D, 2.2 * D, .72, 0, 37.0)]
        for _ in range(r.integers(3, 6)):
            a = r.uniform(5, 28) * D
            self.gales.append((a, a + r.uniform(.6, 1.8) * D, r.uniform(.78, .9), 30.0, 50.0))

    def slow(self, t, lat):
        f = 1.0
        for a, b, k, lo, hi in self.gales:
            if a < t < b and lo < lat < hi:
                f *= k
        return f

    def pick(self, seq, p=None):
        if p is not None:
            p = np.array(p, float)
            p = p / p.sum()
        return seq[int(self.r.choice(len(seq), p=p))]

    def imo(self):
        while True:
            d = [int(x) for x in str(self.pick([self.r.integers(760000, 800000), self.r.integers(810000, 999000), self.r.integers(900000, 985000)]))]
            n = ''.join(map(str, d)) + str(sum(x * w for x, w in zip(d, range(7, 1, -1))) % 10)
            if n not in self.used:
                self.used.add(n)
                return n

    def mmsi(self, flag, klass='A'):
        while True:
            m = str(self.pick(MID[flag]))
            if flag in ('PA', 'LR', 'MH', 'HK', 'SG', 'TG', 'SL', 'KM', 'TZ', 'BZ', 'KR', 'JP') and klass == 'A' and self.r.random() < .75:
                n = m + f'{self.r.integers(0, 1000):03d}000'
                if flag in ('HK', 'MH', 'SL', 'TG', 'KR'):
                    n = m + f'{self.r.integers(0, 10000):04d}00'
            else:
                n = m + f'{self.r.integers(0, 1000000):06d}'
            if n not in self.used:
                self.used.add(n)
                return n

    def call(self, flag):
        r = self.r
        p = CALL[flag]
        if flag == 'KP':
            return p + ''.join(self.pick(list('YZVWXU')) for _ in range(2)) + (str(r.integers(2, 10)) if r.random() < .6 else '')
        return p + ''.join(self.pick(list('ABCDEFGHKLMNPQRSTUVWXY')) for _ in range(4 - len(p))) + (str(r.integers(2, 10)) if flag not in ('CN', 'TW') else '')

    def name(self, flag, kind):
        r = self.r
        for _ in range(200):
            if kind == 'fish':
                n = {'CN': self.pick(['LURONGYU', 'LIAODANYU', 'ZHEPUYU', 'SUQIYU', 'LUWENYU', 'ZHELINGYU', 'LIAODAYU', 'MINXIAYU']) + str(r.integers(10000, 99999)),
                     'KR': self.pick(['DAE SUNG HO', 'GEUM KANG HO', 'TAE YANG', '77 HAE JIN', 'YOUNG JIN HO', 'MAN SEON HO']) + ' ' + str(r.integers(1, 109)),
                     'JP': self.pick(['KOEI MARU', 'HOSEI MARU', 'RYOEI MARU', 'SHOFUKU MARU', 'TENYU MARU', 'KAIUN MARU']) + f' NO.{r.integers(1, 89)}',
                     'TW': self.pick(['JIN FU', 'XIN SHUN FA', 'YU FA CAI']) + f' NO.{r.integers(1, 99)}', 'RU': 'RS ' + self.pick(RUA), 'KP': self.pick(KPA) + ' ' + str(r.integers(100, 999))}[flag]
            elif kind == 'barge':
                n = self.pick(['ZHE JIA XING HUO', 'SU LIAN YUN GANG HUO', 'WAN SHUN HANG', 'SU SU QIAN HUO', 'YU XIN HUO', 'HUAI HAI JI', 'LU JI NING HUO', 'AN HUI HUO', 'ZHE HU ZHOU HUO', 'MIN NING DE HUO']) + ' ' + self.pick([f'{r.integers(1, 9999):04d}', str(r.integers(100, 999))])
            elif flag == 'KP':
                n = self.pick(KPA) + ' ' + self.pick(KPB) + self.pick(['', '', ' ' + str(r.integers(1, 10)), ' ' + str(r.integers(2, 12))])
            elif flag == 'CN' or (flag in ('HK', 'PA', 'SL', 'TG', 'KH', 'BZ', 'TW', 'TZ', 'KM', 'MN') and r.random() < .5):
                n = ' '.join(self.pick(CNA) for _ in range(2)) + ' ' + self.pick([str(r.integers(1, 30)), str(r.integers(66, 999)), self.pick(CNA), ''])
            elif flag == 'KR':
                n = self.pick(KRA) + ' ' + self.pick(KRB)
            elif flag == 'JP':
                n = self.pick(JPA) + ' MARU' + self.pick(['', '', f' NO.{r.integers(2, 9)}'])
            elif flag == 'RU':
                n = self.pick(RUA) + self.pick(['', '', ' ' + str(r.integers(2, 30))])
            else:
                n = self.pick(INA) + ' ' + self.pick(INB)
            n = n.strip()[:20]
            if n not in self.used:
                self.used.add(n)
                return n
        return n + 'X'


# ------------------------------------------------------------------ ships
class Ship:
    def __init__(self, w, flag, stype, length, name=None, cls='A', kind=None, v=None, imo=True, start=None, t0=None):
        r = w.r
        self.w, self.flag, self.cls = w, flag, cls
        self.name = name or w.name(flag, kind or 'x')
        self.mmsi = w.mmsi(flag, cls)
        self.imo = w.imo() if imo and cls == 'A' else None
        self.call = w.call(flag) if (cls == 'A' or r.random() < .5) else ''
        self.stype = stype
        self.len = int(length)
        self.wid = max(4, int(round(length / r.uniform(5.8, 7.0))))
        self.dmax = round(float(np.clip(length * r.uniform(.048, .058), 1.5, 17)), 1)
        self.dmin = round(self.dmax * r.uniform(.42, .6), 1)
        self.v = v or float(r.uniform(9, 12.5))
        self.drpol = w.pick(['good', 'late', 'never', 'wrong', 'none'], [.42, .24, .18, .06, .10]) if cls == 'A' else 'none'
        self.dstpol = w.pick(['locode', 'name', 'vague', 'stale', 'none'], [.36, .34, .08, .17, .05]) if cls == 'A' else 'none'
        if flag == 'KP':
            self.drpol = w.pick(['good', 'late', 'never', 'wrong', 'none'], [.2, .26, .28, .1, .16])
            self.dstpol = w.pick(['name', 'vague', 'stale', 'none'], [.4, .15, .33, .12])
        self.statpol = w.pick(['good', 'late', 'zero', 'undef'], [.66, .18, .11, .05])
        self.gyro = r.random() < (.9 if cls == 'A' else .12) - (.25 if flag == 'KP' else 0)
        self.ant = float(np.clip(r.normal(1, .16), .45, 1.4)) * (.55 if cls == 'B' else 1) * (.85 if flag == 'KP' else 1)
        self.step = float(r.uniform(4.2, 9.5)) * 60
        self.bias = r.normal(0, 1, 2) * (.004 if r.random() < .02 else 0.00003)
        self.clock = float(r.normal(0, 1)) if r.random() < .97 else float(r.normal(0, 90))
        self.K = []          # knots
        self.S = []          # segments t0,t1,mode
        self.ev = []         # (t, {field: value})
        self.offs = []
        self.node = start
        self.ballast = True
        self.portoff = .62 if flag == 'KP' else .07
        la, lo = N[start][:2]
        self.pos = (la + r.normal(0, .0015), lo + r.normal(0, .0015))
        self.t = t0 if t0 is not None else float(-r.uniform(.2, 4) * D)
        self.T00 = self.t
        self.K.append((self.t, *self.pos))
        self.ev.append((-1e9, dict(mmsi=self.mmsi, name=self.name, imo=self.imo or '', call=self.call, len=self.len, wid=self.wid, type=self.stype,
                                   dr=self.w_dr(self.dmin * r.uniform(1, 1.15)), dest=self.w_dest(w.pick(['DALIAN', 'NAMPO', 'YANTAI', 'LIANYUNGANG', 'CHONGJIN', 'VLADIVOSTOK', 'NAMPO'] if flag == 'KP' else [x for x in P if P[x][2] == (flag if flag in ('CN', 'KR', 'JP', 'RU') else 'CN')])) if r.random() < .7 else '')))
        w.ships.append(self)

    def ident(self, mmsi=None):
        return [self.name, mmsi or self.mmsi, self.imo, self.flag]

    def w_dr(self, v):
        return '' if self.drpol == 'none' or not v else f'{v:.1f}'

    def w_dest(self, port):
        r = self.w.r
        if self.dstpol == 'none' or self.cls == 'B':
            return ''
        if self.dstpol == 'vague':
            return self.w.pick(['FOR ORDERS', 'CHINA', 'CHINA', 'SEA', 'E.CHINA SEA', 'ANCHORAGE', 'NORTH', 'KOREA', 'EAST ASIA', 'WAITING', 'FISHING AREA', 'HIGH SEA'])
        p = P[port]
        if self.dstpol == 'locode':
            return self.w.pick([p[3], p[3], p[3].replace(' ', ''), '>' + p[3]])
        return self.w.pick([port, port, port + ' ' + {'CN': 'CHINA', 'KP': 'DPRK', 'KR': 'KOREA', 'JP': 'JAPAN', 'RU': 'RUSSIA', 'TW': 'TAIWAN'}[p[2]], port[:-1] if r.random() < .3 else port])

    def dest(self, port, force=None):
        if force is not None:
            self.ev.append((self.t + self.w.r.normal(0, 3000), dict(dest=force)))
        elif self.dstpol != 'stale' or self.w.r.random() < .3:
            self.ev.append((self.t + self.w.r.normal(0, 4000), dict(dest=self.w_dest(port))))

    def load(self, laden, frac=None):
        """cargo aboard changes now; the crew enters a draught in its own time"""
        r = self.w.r
        self.ballast = not laden
        v = (self.dmax * r.uniform(.9, 1) if laden else self.dmin * r.uniform(1, 1.2)) if frac is None else self.dmin + frac * (self.dmax - self.dmin)
        p = self.drpol
        if p == 'good':
            dt = r.uniform(-2, 4) * H
        elif p == 'late':
            dt = r.uniform(8, 70) * H
        elif p == 'wrong':
            dt, v = r.uniform(-2, 30) * H, v * r.uniform(.65, 1.25)
        else:
            if p == 'never' and r.random() < .1:
                dt = r.uniform(0, 40) * H
            else:
                return
        self.ev.append((self.t + dt, dict(dr=f'{v:.1f}')))

    def seg(self, t1, mode):
        self.S.append((self.t, t1, mode))
        self.t = t1
        self.K.append((t1, *self.pos))

    def stay(self, dur, mode='moor', off=None):
        a = self.t
        self.seg(self.t + dur, mode)
        if mode == 'moor' and (off is None and self.w.r.random() < self.portoff or off):
            self.offs.append((a + self.w.r.uniform(0.2, 3) * H, self.t - self.w.r.uniform(0.1, 2) * H))

    def line(self, pts, v, mode='sea'):
        r = self.w.r
        t00 = self.t
        cl, co = self.pos
        e = 0.0
        for la, lo in pts:
            d = nm(cl, co, la, lo)
            n = max(1, int(d / (v * .55)))
            side = r.normal(0, 1) * min(.5, d * .01)
            for i in range(1, n + 1):
                f = i / n
                e = .8 * e + r.normal(0, .02)
                vv = v * (1 + e) * self.w.slow(self.t, self.pos[0])
                s = math.sin(math.pi * f) * side / 60 + (r.normal(0, .0012) if n > 2 and i < n else 0)
                h = math.atan2(lo - co, la - cl)
                q = (cl + f * (la - cl) - s * math.sin(h), co + f * (lo - co) + s * math.cos(h))
                self.t += max(20, nm(*self.pos, *q) / max(vv, 1) * H)
                self.pos = q
                self.K.append((self.t, *q))
            cl, co = la, lo
        self.S.append((t00, self.t, mode))
        return t00, self.t

    def sail(self, node, v=None, roads=None, to=None):
        """to a port or node; roads=True stops in the port's roads; to=(lat,lon) a point in open water near node"""
        r = self.w.r
        path = route(self.node, P[node][5] if roads else node)
        pts = []
        a = 0 if nm(*self.pos, *N[self.node][:2]) > 1.5 and N[self.node][2] < 5 and self.node not in P else 1
        if to and N[path[-1]][2] >= 5 and len(path) > 1:
            path = path[:-1]
        for k in path[a:]:
            la, lo, room = N[k]
            s = room * r.normal(0, .33) / 60, room * r.normal(0, .33) / 60
            if k in P:
                s = r.normal(0, .0012), r.normal(0, .0012)
            pts.append((la + s[0], lo + s[1]))
        if roads:
            la, lo = P[node][4]
            pts.append((la + r.normal(0, .018), lo + r.normal(0, .018)))
        if to:
            pts.append(to)
        self.node = P[node][5] if roads else node
        if not pts:
            return self.t, self.t
        return self.line(pts, (v or self.v) * (1 + r.normal(0, .02)))

    def off(self, a, b):
        if b > a:
            self.offs.append((a, b))

    def away(self, dur):
        a = self.t
        self.seg(self.t + dur, 'moor')
        self.offs.append((a, self.t))

    def drift(self, dur, mode='drift', sp=.7, back=True):
        """drifts with tide and wind; motors back upwind when it has gone far"""
        r = self.w.r
        end = self.t + dur
        c = self.pos
        t00 = self.t
        wd = r.uniform(2.6, 4.2)
        ph = r.uniform(0, 6.28)
        while self.t < end:
            dt = min(1500, end - self.t) + 1
            th = self.t / 44712 * 2 * math.pi + ph
            if back and nm(*self.pos, *c) > 9:
                h = math.atan2(c[1] - self.pos[1], c[0] - self.pos[0])
                s = r.uniform(3, 7) * dt / H / 60
                dla, dlo = s * math.cos(h), s * math.sin(h)
            else:
                dla = (sp * math.cos(th) + .5 * math.cos(wd) + r.normal(0, .1)) * dt / H / 60
                dlo = (.8 * sp * math.sin(th) + .5 * math.sin(wd) + r.normal(0, .1)) * dt / H / 60
            self.pos = (self.pos[0] + dla, self.pos[1] + dlo / math.cos(math.radians(self.pos[0])))
            self.t += dt
            self.K.append((self.t, *self.pos))
        self.S.append((t00, self.t, mode))

    def fish(self, dur, c, R, mode='fish'):
        r = self.w.r
        end, t00, h = self.t + dur, self.t, r.uniform(0, 6.28)
        while self.t < end:
            hour = ((self.t / H) + 8.5) % 24
            v = r.uniform(2.4, 4.3) if r.random() < .75 else r.uniform(.2, 1.2) if r.random() < .6 else r.uniform(6, 9)
            if mode == 'squid':
                v = r.uniform(.3, 1.0) if hour > 18 or hour < 5 else r.uniform(.5, 8)
            h += r.normal(0, .45)
            if nm(*self.pos, *c) > R:
                h = math.atan2((c[1] - self.pos[1]) * .8, c[0] - self.pos[0]) + r.normal(0, .5)
            dt = r.uniform(900, 2400)
            s = v * dt / H / 60
            self.pos = (self.pos[0] + s * math.cos(h), self.pos[1] + s * math.sin(h) / .82)
            self.t += dt
            self.K.append((self.t, *self.pos))
        self.S.append((t00, self.t, 'fish'))

    def follow(self, other, a, b, dm=40):
        """alongside another ship from a to b (a must equal our time)"""
        K = np.array(other.K)
        ts = np.unique(np.concatenate([[a], K[(K[:, 0] > a) & (K[:, 0] < b), 0], [b]]))
        o = dm / 1852 / 60
        for t in ts:
            self.K.append((t + (.5 if t == a else 0), np.interp(t, K[:, 0], K[:, 1]) + o * .6, np.interp(t, K[:, 0], K[:, 2]) + o))
        self.pos = self.K[-1][1:]
        self.S.append((a, b, 'sts'))
        self.t = b

    def rename(self, t, name, mmsi, imo, flag, call=None, **k):
        self.ev.append((t, dict(mmsi=mmsi, name=name, imo=imo or '', call=call if call is not None else self.w.call(flag), **k)))


# ------------------------------------------------------------------ receivers
STN = [(38.9, 121.6, 46, .85), (39.85, 124.2, 36, .6), (40.25, 122.1, 38, .7), (39.9, 119.6, 42, .8), (38.95, 117.8, 42, .85), (38.35, 117.9, 34, .6), (37.8, 120.7, 44, .8),
       (37.55, 121.4, 42, .85), (37.4, 122.6, 48, .85), (36.85, 122.4, 40, .75), (36.05, 120.4, 48, .9), (35.35, 119.6, 38, .8), (34.75, 119.5, 42, .8), (33.6, 120.6, 30, .45), (31.9, 121.9, 36, .8),
       (31.2, 121.8, 44, .9), (30.7, 122.45, 52, .9), (30.0, 122.2, 50, .9), (29.2, 121.95, 42, .75), (28.1, 121.4, 42, .7), (26.9, 120.4, 40, .65), (25.9, 119.8, 40, .7), (25.2, 121.6, 55, .9),
       (37.45, 126.5, 45, .9), (36.98, 126.2, 42, .85), (37.95, 124.7, 34, .5), (36.0, 126.5, 40, .8), (34.7, 126.1, 46, .85), (34.7, 125.3, 40, .6), (33.5, 126.5, 50, .9), (33.25, 126.5, 46, .85), (34.7, 127.7, 42, .85),
       (35.1, 129.1, 52, .95), (35.5, 129.4, 44, .9), (36.05, 129.5, 45, .85), (37.1, 129.4, 40, .7), (37.6, 129.1, 42, .75), (37.5, 130.9, 48, .55), (34.3, 129.3, 48, .8), (33.65, 130.4, 44, .9), (34.0, 130.9, 42, .9), (32.8, 129.7, 44, .85),
       (35.5, 133.2, 42, .8), (35.7, 135.3, 38, .7), (37.4, 137.0, 38, .6), (37.95, 139.0, 44, .85), (41.5, 140.2, 40, .8), (43.1, 131.9, 44, .75), (42.75, 133.0, 46, .8), (42.65, 130.8, 24, .35), (31.2, 130.3, 40, .7), (24.9, 125.2, 30, .4), (45.4, 141.6, 36, .6)]


def receivers(w):
    r = w.r
    S = np.array(STN)
    S[:, 3] *= r.uniform(.7, 1.05, len(S))
    up = np.ones((len(S), 721))
    for i in range(len(S)):
        for _ in range(r.poisson(2.2)):
            a = r.integers(0, 715)
            up[i, a:a + int(r.exponential(9)) + 1] = r.choice([0, 0, .3])
        if r.random() < .06:
            a = r.integers(0, 500)
            up[i, a:a + r.integers(48, 190)] = 0
    duct = np.interp(np.arange(0, 721), np.arange(0, 745, 24), np.clip(r.lognormal(0, .18, 32), .8, 1.9))
    P0, t = [], r.uniform(0, H)
    base = [r.uniform(0, D, 2) for _ in range(6)]          # six satellites, morning and evening passes, slowly precessing
    for s in range(6):
        for d in range(30):
            for b in base[s]:
                for k in range(-1, 1):
                    if r.random() < .8:
                        P0.append((d * D + (b + s * 37 * d) % D + k * 5900 + r.normal(0, 120), r.uniform(240, 780), r.choice([.25, .6, 1.0], p=[.2, .35, .45])))
    return S, up, duct, np.array(sorted(P0))


def sample(sh, R, r):
    S, up, duct, passes = R
    K = np.array(sh.K)
    order = np.argsort(K[:, 0], kind='stable')
    K = K[order]
    SG = [s for s in sh.S if s[1] > 0 and s[0] < T]
    tt, sat, md = [], [], []
    B = sh.cls == 'B'
    for a, b, m in SG:
        a, b = max(a, 0), min(b, T - 1)
        if b <= a:
            continue
        st = sh.step * {'sea': 1, 'moor': 3.4, 'anchor': 2.8, 'sts': 1.5, 'drift': 1.5, 'fish': 1.3, 'squid': 1.3}[m] * (1.3 if B else 1)
        n = int((b - a) / st) + 1
        t = a + (np.arange(n) + r.uniform(0, 1, n)) * st
        t = t[t < b]
        tt.append(t); sat.append(np.zeros(len(t), bool)); md += [m] * len(t)
        for p in passes[(passes[:, 0] > a) & (passes[:, 0] < b)]:
            n = r.integers(1, 4)
            t = p[0] + r.uniform(0, p[1], n)
            t = t[t < b]
            la = np.interp(p[0], K[:, 0], K[:, 1]); lo = np.interp(p[0], K[:, 0], K[:, 2])
            crowd = .30 if lo < 123.2 else .42 if lo < 126.5 and la < 38 else .5 if la < 36 else .62
            if m == 'moor':
                crowd *= .5
            if r.random() < crowd * p[2] * (.09 if B else 1) * min(sh.ant + .2, 1.1):
                tt.append(t); sat.append(np.ones(len(t), bool)); md += [m] * len(t)
    if not tt:
        return None
    t = np.concatenate(tt); sat = np.concatenate(sat); md = np.array(md)
    keep = np.ones(len(t), bool)
    for a, b in sh.offs:
        keep &= ~((t > a) & (t < b))
    t, sat, md = t[keep], sat[keep], md[keep]
    if not len(t):
        return None
    la = np.interp(t, K[:, 0], K[:, 1]); lo = np.interp(t, K[:, 0], K[:, 2])
    h = np.clip((t / H).astype(int), 0, 720)
    d = 60 * np.hypot(S[None, :, 0] - la[:, None], (S[None, :, 1] - lo[:, None]) * np.cos(np.radians(la))[:, None])
    rng = S[None, :, 2] * sh.ant * duct[h][:, None]
    p = S[None, :, 3] * up[:, h].T / (1 + np.exp((d - rng) / 5))
    pt = 1 - np.prod(1 - p, axis=1)
    keep = np.where(sat, True, r.uniform(0, 1, len(t)) < pt)
    t, sat, md, la, lo = t[keep], sat[keep], md[keep], la[keep], lo[keep]
    n = len(t)
    if not n:
        return None
    i = np.clip(np.searchsorted(K[:, 0], t, side='right') - 1, 0, len(K) - 2)
    dt = np.maximum(K[i + 1, 0] - K[i, 0], 1)
    vy = (K[i + 1, 1] - K[i, 1]) * 60 / dt * H
    vx = (K[i + 1, 2] - K[i, 2]) * 60 * np.cos(np.radians(la)) / dt * H
    sog = np.hypot(vx, vy)
    cog = np.degrees(np.arctan2(vx, vy)) % 360
    moor, anch = md == 'moor', md == 'anchor'
    ph = r.uniform(0, 360)
    tide = (ph + 180 * (np.sin(2 * np.pi * t / 44712) > 0) + 25 * np.sin(t / 9000.)) % 360
    hd = np.where(anch, tide, np.where(moor, ph, cog + r.normal(0, 2.5, n)))
    drf = (md == 'drift') | (md == 'sts')
    hd = np.where(drf, (ph + 40 * np.sin(t / 30000.)), hd)
    rad = sh.len / 1852 / 60 * r.uniform(1.2, 2.2)
    la = la + np.where(anch, -rad * np.cos(np.radians(hd)), 0); lo = lo + np.where(anch, -rad * np.sin(np.radians(hd)) / .8, 0)
    sog = np.where(moor, np.abs(r.normal(0, .05, n)), np.where(anch, np.abs(r.normal(.1, .12, n)), np.abs(sog + r.normal(0, .12, n))))
    cog = np.where(moor | anch, r.uniform(0, 360, n), (cog + r.normal(0, 2, n)) % 360)
    la += r.normal(0, .00006, n) + sh.bias[0]; lo += r.normal(0, .00007, n) + sh.bias[1]
    st = np.select([moor, anch, md == 'fish', md == 'sts'], [5, 1, 7, r.choice([0, 1, 3])], 0)
    st = np.where((md == 'drift') & (r.random() < .4), 1, st)
    if sh.statpol == 'zero':
        st[:] = 0
    elif sh.statpol == 'undef':
        st[:] = 15
    elif sh.statpol == 'late':
        st = np.roll(st, 3)
    if sh.stype in (30,) and sh.statpol == 'good':
        st = np.where(md == 'sea', r.choice([0, 7]), st)
    tr = t + sh.clock + np.where(sat, r.normal(0, 2, n), r.normal(0, .7, n))
    late = r.uniform(0, 1, n) < .004
    tr = np.where(late, tr + r.uniform(60, 900, n), tr)
    bad = r.uniform(0, 1, n) < .0002
    la = np.where(bad, la + r.normal(0, 1.5, n), la); lo = np.where(bad, lo + r.normal(0, 1.5, n), lo)
    dup = np.where(r.uniform(0, 1, n) < .012)[0]
    idx = np.concatenate([np.arange(n), dup])
    tr = np.concatenate([tr, tr[dup] + r.integers(1, 9, len(dup))])
    ev = sorted(sh.ev, key=lambda e: e[0])
    out = []
    o = np.argsort(tr, kind='stable')
    cur, j = {}, 0
    nohd = not sh.gyro
    for q in o:
        x = tr[q]
        if not 0 <= x < T:
            continue
        k = idx[q]
        while j < len(ev) and ev[j][0] <= x:
            cur.update(ev[j][1]); j += 1
        out.append((int(x), cur['mmsi'], f"{la[k]:.5f},{lo[k]:.5f},{sog[k]:.1f},{cog[k]:.1f},{'' if nohd else int(hd[k]) % 360},{'' if B else int(st[k])},"
                    f"{cur['name']},{cur['imo']},{cur['call']},{cur['type']},{cur['len'] or ''},{cur['wid'] or ''},{cur['dr']},{cur['dest']}"))
    return out


# ------------------------------------------------------------------ building blocks of voyages
CNP = ['DALIAN', 'BAYUQUAN', 'QINHUANGDAO', 'TIANJIN', 'HUANGHUA', 'LONGKOU', 'YANTAI', 'QINGDAO', 'RIZHAO', 'LIANYUNGANG', 'SHANGHAI', 'NANTONG', 'YANGSHAN', 'NINGBO', 'ZHOUSHAN']
KRP = ['INCHEON', 'PYEONGTAEK', 'DAESAN', 'GUNSAN', 'YEOSU', 'BUSAN', 'ULSAN', 'POHANG', 'DONGHAE']
JPP = ['HAKATA', 'MOJI', 'SAKAIMINATO', 'MAIZURU', 'NIIGATA']
RUP = ['VLADIVOSTOK', 'NAKHODKA', 'VOSTOCHNY']
EXITS = ['XTW', 'XOS', 'XTS', 'XTE', 'XLP']
VAGUE = ['FOR ORDERS', 'CHINA', 'E.CHINA SEA', 'ANCHORAGE', 'HIGH SEA', 'KOREA', 'HAIPHONG', 'BUSAN OPL', 'SEA']


def call_port(w, s, p, stay=None, wait=None, cargo=True):
    r = w.r
    s.dest(p)
    s.sail(p, roads=True) if (wait if wait is not None else r.random() < .45) else None
    if s.node != p and s.node == P[p][5] and s.S and nm(*s.pos, *P[p][4]) < 6:
        s.stay(min(60, 1.5 + r.exponential(16)) * H, 'anchor')
    s.sail(p)
    d = stay or r.uniform(10, 48) * H
    s.stay(d * .6)
    if cargo:
        s.load(s.ballast if r.random() < .85 else not s.ballast)
    s.stay(d * .4)


def fill(w, s, until, ports, exits=()):
    r = w.r
    while s.t < until:
        if until < T and s.t > until - 2.4 * D:
            s.stay(until - s.t)
            return
        if exits and r.random() < .5:
            x = w.pick(list(exits))
            s.dest(w.pick(JPP if x == 'XTS' else CNP), force=w.pick(['SINGAPORE', 'SG SIN', 'TOKYO', 'PANAMA', 'KAOHSIUNG', 'HONG KONG', 'US LAX', 'VUNG TAU', 'JP YOK', 'AU NTL', 'MANILA']))
            s.sail(x)
            s.away(r.uniform(2, 14) * D)
        else:
            p = w.pick([x for x in ports if x != s.node] or [x for x in CNP if x != s.node])
            call_port(w, s, p)


def pl(role, port, roads=False):
    if port in P:
        x = P[port][4] if roads else P[port]
        return [role, port + (' ROADS' if roads else ''), P[port][2], x[0], x[1]]
    return port


def rec(w, lst, kind, ships, places, b, e, goods, note, **k):
    if e <= 0 or b >= T:
        return None
    d = dict(kind=kind, ships=ships, places=places, begin=int(max(0, b)), end=int(min(T, e)), goods=goods, note=note, ends=[], **k)
    lst.append(d)
    return d


def kp_ship(w, kind, start, t0=None, length=None):
    r = w.r
    if kind == 'tanker':
        return Ship(w, 'KP', 80, length or r.uniform(68, 115), start=start, v=r.uniform(8.5, 10.5), t0=t0)
    return Ship(w, 'KP', w.pick([70, 70, 70, 79, 71]), length or r.uniform(75, 150), start=start, v=r.uniform(7.2, 9.8), t0=t0)


def hush(w, s, leg, style):
    """a crew's silences on a voyage leg=(t0,t1)"""
    r, (a, b) = w.r, leg
    L = b - a
    if style == 'origin':
        s.off(a - r.uniform(0, 30) * H, a + r.uniform(.2, .6) * L)
    elif style == 'dest':
        s.off(b - r.uniform(.1, .5) * L, b + r.uniform(5, 60) * H)
    elif style == 'both':
        s.off(a - r.uniform(0, 30) * H, a + r.uniform(.15, .4) * L)
        s.off(b - r.uniform(.08, .3) * L, b + r.uniform(3, 50) * H)
    elif style == 'most':
        s.off(a - r.uniform(0, 30) * H, b - r.uniform(-6, 5) * H)
    elif style == 'mid':
        s.off(a + r.uniform(.05, .3) * L, b - r.uniform(.05, .35) * L)


def roads_discharge(w, s, port, days, berth):
    """waits, then discharges in the roads into lighters, or at the berth; returns time of arrival and end"""
    r = w.r
    arr = s.t
    s.stay(r.uniform(6, 110) * H, 'anchor')
    if berth:
        s.sail(port)
        s.stay(days * D * .9)
        s.load(False)
        s.stay(days * D * .1)
    else:
        s.stay(days * D, 'anchor')
        s.load(False)
    return arr, s.t


# ------------------------------------------------------------------ hidden acts (each returns the record; t = wished time of beginning)
def h_delivery(w, t):
    r = w.r
    org = w.pick(['NAMPO', 'SONGNIM', 'TAEAN', 'HAEJU', 'CHONGJIN', 'HUNGNAM', 'WONSAN', 'KIMCHAEK', 'RAJIN'], [.38, .16, .12, .07, .13, .05, .04, .03, .02])
    east = org in ('CHONGJIN', 'HUNGNAM', 'WONSAN', 'KIMCHAEK', 'RAJIN')
    goods = 'sand' if org == 'HAEJU' and r.random() < .7 else 'iron ore' if org in ('CHONGJIN', 'NAMPO') and r.random() < .14 else 'seafood' if org in ('WONSAN', 'CHONGJIN') and r.random() < .2 else 'coal'
    if east:
        dst = w.pick(['NINGBO', 'LIANYUNGANG', 'NAKHODKA', 'VLADIVOSTOK', 'LANSHAN', 'VIETNAM'], [.4, .16, .14, .1, .1, .1]) if goods != 'seafood' else w.pick(['VLADIVOSTOK', 'SHIDAO'])
        t = min(t, 15 * D)
    else:
        dst = w.pick(['NINGBO', 'ZHOUSHAN', 'LIANYUNGANG', 'LANSHAN', 'BAYUQUAN', 'LONGKOU', 'QINHUANGDAO', 'SHANGHAI', 'DALIAN', 'WEIHAI', 'VIETNAM'], [.32, .14, .16, .07, .06, .06, .03, .05, .03, .03, .07])
    s = kp_ship(w, 'dry', org if r.random() < .6 else w.pick(['DALIAN', 'LIANYUNGANG', 'YANTAI'] if not east else ['VLADIVOSTOK', 'CHONGJIN']), length=r.uniform(60, 85) if goods == 'seafood' else None)
    if s.node != org:
        s.stay(max(4 * H, t - s.t), 'moor', off=False)
        s.dest(org)
        leg = s.sail(org, roads=True)
        if r.random() < .4:
            hush(w, s, leg, 'dest')
        if r.random() < .6:
            s.stay(r.uniform(6, 50) * H, 'anchor')
        s.sail(org)
    else:
        s.stay(max(H, t - s.t))
    b = s.t
    ld = r.uniform(1.3, 5) * D
    s.stay(ld)
    s.load(True)
    style = w.pick(['open', 'origin', 'dest', 'both', 'most'], [.22, .32, .12, .22, .12])
    s.dest(dst if dst in P else 'NINGBO', force=w.pick(VAGUE) if r.random() < .4 else None)
    t1 = s.t + r.uniform(4, 30) * H
    if dst == 'VIETNAM':
        leg = s.sail('XTW')
        hush(w, s, leg, style if style != 'dest' else 'origin')
        s.away(T - s.t + 1 if s.t < T else 1)
        e, place = T, ['destination', 'CAM PHA ROADS', 'VN', 20.85, 107.35]
        t2 = T + 1
        berth = False
    else:
        leg = s.sail(dst, roads=True)
        hush(w, s, leg, style)
        berth = r.random() < (.2 if goods != 'seafood' else .9)
        arr, e = roads_discharge(w, s, dst, r.uniform(1.0, 3.8), berth)
        place = pl('destination', dst, not berth)
        t2 = e + r.uniform(2, 30) * H
        s.stay(r.uniform(2, 40) * H, 'anchor' if not berth else 'moor')
        if s.t < T:
            s.dest(org)
            leg = s.sail(org, roads=r.random() < .5)
            hush(w, s, leg, w.pick(['open', 'dest', 'both', 'origin'], [.4, .35, .15, .1]))
            if s.t < T:
                s.stay(T - s.t + 1, 'moor' if s.node == org else 'anchor')
    R = rec(w, w.hidden, 'delivery', [['carrier'] + s.ident()], [pl('origin', org), place], b, e, goods,
            f'{s.name} loaded {goods} at {org} and discharged {"at a berth" if berth else "in the roads into lighters" if dst != "VIETNAM" else "in Vietnamese roads after the month or out of the area"} ({style})', _s=[s], _t=(t1, t2))
    if R and dst in ('NINGBO', 'ZHOUSHAN', 'LIANYUNGANG') and not berth and r.random() < .25 and e < T - D:
        g = Ship(w, 'CN', 79, r.uniform(48, 85), kind='barge', cls=w.pick(['A', 'B']), imo=False, start=dst, v=7.5, t0=-D)
        g.stay(max(1, e - g.t - r.uniform(15, 30) * H))
        g.sail(dst, roads=True)
        g.line([s_at(s, g.t)], 5)
        a = g.t
        if a < e:
            g.follow(s, a, e, 30)
            g.load(True)
            g.node = P[dst][5]
            g.sail(dst)
            g.stay(max(1, T - g.t))
            R['ships'].append(['to'] + g.ident())
    return R


def s_at(s, t):
    K = np.array(s.K)
    o = np.argsort(K[:, 0], kind='stable')
    return float(np.interp(t, K[o, 0], K[o, 1])), float(np.interp(t, K[o, 0], K[o, 2]))


FOC = ['CN', 'SL', 'TG', 'PA', 'HK', 'KH', 'BZ', 'TZ', 'KM', 'MN', 'PW', 'DM', 'KI']


def h_dark(w, t):
    r = w.r
    fl = w.pick(FOC + ['NONE'], [.2, .15, .13, .14, .05, .05, .05, .04, .04, .03, .03, .02, .01, .06])
    base = w.pick(['DALIAN', 'YANTAI', 'TIANJIN', 'LIANYUNGANG', 'NINGBO', 'SHANGHAI', 'LONGKOU', 'QINGDAO'] if r.random() < .85 else ['VLADIVOSTOK', 'NAKHODKA'])
    east = base in RUP
    org = w.pick(['NAMPO', 'SONGNIM', 'TAEAN'], [.6, .25, .15]) if not east else w.pick(['CHONGJIN', 'RAJIN', 'HUNGNAM'])
    s = Ship(w, fl if fl != 'NONE' else 'CN', w.pick([70, 70, 79, 71]), r.uniform(80, 170), start=base)
    if fl == 'NONE':
        s.ev[0][1].update(mmsi=w.pick(['000000000', '111111111', '100000001', '123456789', '412000000']), imo='', call='', name=w.pick(['', 'VESSEL', s.name]))
        s.mmsi, s.imo, s.name = s.ev[0][1]['mmsi'], None, s.ev[0][1]['name']
    fill(w, s, t, ['VLADIVOSTOK', 'NAKHODKA', 'DONGHAE'] if east else [base, 'DALIAN', 'RIZHAO', 'SHANGHAI'])
    base = s.node
    decl = w.pick(['DANDONG', 'INCHEON', 'DALIAN', 'BAYUQUAN', 'VLADIVOSTOK'] if not east else ['BUSAN', 'DONGHAE', 'VOSTOCHNY'])
    s.dest(decl, force=None if r.random() < .75 else w.pick(VAGUE))
    leg = s.sail(org, roads=True)
    a0 = leg[0] + r.uniform(.15, .75) * (leg[1] - leg[0])
    if r.random() < .5:
        s.stay(r.uniform(4, 60) * H, 'anchor')
    s.sail(org)
    b = s.t
    s.stay(r.uniform(1.2, 4) * D, off=False)
    s.load(True)
    dst = w.pick(['NINGBO', 'LIANYUNGANG', 'RIZHAO', 'BAYUQUAN', 'SHANGHAI', 'ZHOUSHAN', 'POHANG', 'VIETNAM'] if not east else ['POHANG', 'NAKHODKA', 'NINGBO', 'DONGHAE'], None if east else [.28, .2, .1, .08, .12, .1, .04, .08])
    t1 = s.t + r.uniform(5, 20) * H
    if dst == 'VIETNAM':
        leg = s.sail('XTW')
        s.away(max(1, T - s.t + 1))
        e, place = T, ['destination', 'HAIPHONG ROADS', 'VN', 20.6, 106.95]
    else:
        leg = s.sail(dst, roads=True)
        quay = r.random() < .7
        _, e = roads_discharge(w, s, dst, r.uniform(1, 3), quay)
        place = pl('destination', dst, not quay)
    a1 = leg[0] + r.uniform(.2, .85) * (leg[1] - leg[0])
    if r.random() < .18:     # somebody turns it on for a while
        m = r.uniform(b - 8 * H, leg[0] + 8 * H)
        s.off(a0, m)
        s.off(m + r.uniform(2, 7) * H, a1)
    else:
        s.off(a0, a1)
    t2 = e + r.uniform(4, 40) * H
    if dst != 'VIETNAM' and s.t < T:
        fill(w, s, T, CNP if not east else ['VLADIVOSTOK', 'DONGHAE', 'POHANG'])
    return rec(w, w.hidden, 'delivery_dark', [['carrier'] + s.ident()[:3] + [None if fl == 'NONE' else fl]], [pl('origin', org), place], b, e, 'coal',
               f'silent from {int(a0)} to {int(a1)}; loaded coal at {org} under the pretence of {decl}', _s=[s], _t=(t1, t2))


TKF = ['CN', 'PA', 'SL', 'TG', 'MN', 'HK', 'TW', 'KM', 'PW', 'KI', 'BZ', 'DM', 'RU', 'SG']


def h_target(w, t):
    r = w.r
    east = r.random() < .25
    org = w.pick(['NAKHODKA', 'VLADIVOSTOK', 'VOSTOCHNY']) if east else w.pick(['ZHOUSHAN', 'DALIAN', 'YEOSU', 'KEELUNG', 'QINGDAO', 'NAKHODKA', 'BUSAN', 'NINGBO'], [.25, .2, .1, .15, .08, .07, .07, .08])
    tg = w.pick(['CHONGJIN', 'WONSAN', 'RAJIN', 'HUNGNAM'], [.4, .3, .1, .2]) if east else w.pick(['NAMPO', 'SONGNIM', 'WONSAN', 'CHONGJIN'], [.8, .08, .06, .06])
    s = Ship(w, 'RU' if east and r.random() < .5 else w.pick(TKF), w.pick([80, 80, 80, 89, 84, 70], [.5, .1, .1, .2, .05, .05]), r.uniform(70, 125), start=org)
    fill(w, s, t, [org, 'VLADIVOSTOK'] if east else [org, 'ZHOUSHAN', 'YEOSU'])
    if s.node != org:
        call_port(w, s, org)
    b = s.t
    s.stay(r.uniform(10, 30) * H)
    s.load(True)
    how = w.pick(['dark', 'false', 'open', 'late'], [.5, .24, .12, .14])
    decl = w.pick(['BUSAN', 'VLADIVOSTOK', 'DALIAN', 'INCHEON', 'QINGDAO', 'TIANJIN', 'DONGHAE'])
    if how == 'open':
        s.dest(tg, force=w.pick([tg, 'DPRK', 'KP']) if r.random() < .5 else w.pick(VAGUE))
    elif r.random() < .4:
        s.dest(decl, force=w.pick(VAGUE))
    else:
        s.dest(decl, force=decl)
    if org in ('ZHOUSHAN', 'KEELUNG', 'NINGBO') and r.random() < .6:
        s.sail('ES1', to=(31 + r.normal(0, .3), 125.2 + r.normal(0, .3)))
        s.drift(r.uniform(8, 60) * H)
    leg = s.sail(tg, roads=True)
    if r.random() < .5:
        s.stay(r.uniform(3, 40) * H, 'anchor')
    s.sail(tg)
    arr = s.t
    s.stay(r.uniform(1.2, 3.2) * D, off=r.random() < .3)
    s.load(False)
    e = s.t
    home = w.pick([org, org, 'ZHOUSHAN' if not east else 'VLADIVOSTOK'])
    back = s.sail(home, roads=True)
    a0 = leg[0] + r.uniform(.2, .8) * (leg[1] - leg[0])
    a1 = back[0] + r.uniform(.15, .8) * (back[1] - back[0])
    if how == 'dark':
        s.off(a0, a1)
    elif how == 'late':
        s.off(leg[1] - r.uniform(6, 20) * H, e + r.uniform(3, 12) * H)
    s.stay(r.uniform(3, 50) * H, 'anchor')
    if s.t < T:
        fill(w, s, T, ['ZHOUSHAN', 'YEOSU', 'QINGDAO', 'NINGBO'] if not east else RUP)
    return rec(w, w.hidden, 'delivery_to_target', [['carrier'] + s.ident()], [pl('origin', org), pl('destination', tg)], b, e, 'oil', f'unreported refined oil to {tg}, {how}', _s=[s], _t=(leg[0] + .5 * (a0 - leg[0]), back[1] + H))


STSZ = [('ES1', 31.0, 125.2, .45), ('ES0', 29.8, 124.6, .45), ('E1', 32.0, 124.6, .4), ('ES4', 28.5, 124.4, .5), ('ES2', 30.3, 126.7, .4), ('KB0', 38.0, 123.5, .2), ('M2', 35.4, 123.4, .25), ('E6', 28.3, 122.9, .2), ('SJ2', 39.3, 132.8, .4)]


def meet(w, A, B, zone, tl, dur, wait=(4, 60)):
    """A goes to the zone and waits, B leaves its port to come to it; alongside for dur. returns times alongside"""
    r = w.r
    nd, la, lo, sg = zone
    p = (la + r.normal(0, sg), lo + r.normal(0, sg))
    la_ = A.sail(nd, to=p)
    tA = A.t
    d = sum(ADJ[x][y] for x, y in zip(route(B.node, nd), route(B.node, nd)[1:]))
    B.stay(max(H, tA - d / B.v * H + r.uniform(-6, wait[1] * .6) * H - B.t))
    lb_ = B.sail(nd, to=(p[0] + r.normal(0, .05), p[1] + r.normal(0, .05)))
    tm = max(A.t, B.t) + r.uniform(*wait) * .3 * H + 1.5 * H
    A.drift(tm - A.t)
    if tm - B.t > 1.6 * H:
        B.drift(tm - B.t - 1.2 * H)
    B.line([A.pos], max(2.0, nm(*A.pos, *B.pos) / .9))
    if A.t < B.t:
        A.drift(B.t - A.t, back=False)
    elif B.t < A.t:
        B.drift(A.t - B.t, back=False, sp=.1)
    a = A.t
    B.t = a
    A.drift(dur, 'sts', back=False)
    B.follow(A, a, A.t, A.wid / 2 + B.wid / 2 + 3)
    return a, A.t, p, la_, lb_


def h_transfer(w, t, dark=False):
    r = w.r
    coal = r.random() < .14
    zone = w.pick(STSZ, [.3, .2, .15, .1, .08, .06, .04, .04, .05])
    org = 'NAMPO' if zone[0] != 'SJ2' else w.pick(['CHONGJIN', 'WONSAN', 'HUNGNAM'])
    base = w.pick(['ZHOUSHAN', 'YEOSU', 'KEELUNG', 'NINGBO', 'BUSAN', 'QINGDAO']) if zone[0] != 'SJ2' else w.pick(['NAKHODKA', 'VLADIVOSTOK'])
    k = kp_ship(w, 'dry' if coal else 'tanker', org)
    if coal:
        f = Ship(w, w.pick(FOC), 70, r.uniform(95, 170), start=base)
    else:
        f = Ship(w, w.pick(TKF), w.pick([80, 80, 89, 84]), r.uniform(70, 180), start=base)
        f.load(True)
    fill(w, f, t, [base, 'ZHOUSHAN', 'NINGBO', 'YEOSU'] if zone[0] != 'SJ2' else RUP)
    f.load(not coal)
    f.dest('BUSAN', force=w.pick(VAGUE + ['ZHOUSHAN OPL', 'BUNKERING', 'SEA AREA']))
    if coal:
        k.load(True)
    k.dest(org, force=w.pick(VAGUE) if r.random() < .5 else None)
    a, e, p, lf, lk = meet(w, f, k, zone, t, r.uniform(5, 22) * H * (2 if coal else 1))
    f.load(coal); k.load(not coal)
    f.drift(r.uniform(.5, 24) * H)
    l2 = f.sail(base, roads=True)
    k2 = k.sail(org, roads=True)
    k.sail(org)
    k.stay(max(1, T - k.t + 1))
    f.stay(r.uniform(4, 40) * H, 'anchor')
    if f.t < T:
        fill(w, f, T, [base, 'ZHOUSHAN', 'NINGBO', 'YEOSU'] if zone[0] != 'SJ2' else RUP)
    if dark:
        who = w.pick(['kp', 'f', 'both'], [.58, .17, .25])
        if who in ('kp', 'both'):
            k.off(lk[0] - 60 * H if r.random() < .5 else lk[0] + r.uniform(.1, .8) * (lk[1] - lk[0]), k2[0] + r.uniform(.1, 1.05) * (k2[1] - k2[0]))
        if who in ('f', 'both'):
            f.off(lf[1] - r.uniform(2, 20) * H, e + r.uniform(2, 16) * H)
    else:
        who = 'none'
        if r.random() < .5:
            k.off(lk[0] - 20 * H, lk[0] + r.uniform(.1, .5) * (lk[1] - lk[0]))
        k.offs = [o for o in k.offs if not (o[0] < e and o[1] > a)]
    S = [['from'] + k.ident(), ['to'] + f.ident()] if coal else [['from'] + f.ident(), ['to'] + k.ident()]
    place = [['transfer', 'open sea', None, round(p[0], 2), round(p[1], 2)]]
    return rec(w, w.hidden, 'transfer_dark' if dark else 'transfer_flagged', S, place, a, e, 'coal' if coal else 'oil', f'ship-to-ship transfer, silent: {who}; {k.name} of {org}', _s=[f, k],
               _t=(lk[0] + r.uniform(3, 12) * H, k2[1] - r.uniform(2, 15) * H), _k=k)


def h_barge(w, t):
    r = w.r
    base = w.pick(['NINGBO', 'NANTONG', 'LIANYUNGANG', 'SHANGHAI', 'DALIAN', 'ZHOUSHAN'], [.34, .24, .15, .12, .05, .1])
    org = w.pick(['NAMPO', 'TAEAN', 'SONGNIM', 'HAEJU'], [.5, .2, .15, .15])
    s = Ship(w, 'CN', w.pick([70, 79, 79, 0, 90]), r.uniform(70, 130), kind='barge', cls=w.pick(['A', 'B'], [.6, .4]), imo=False, start=base, v=r.uniform(6.5, 9))
    if r.random() < .15:
        s.mmsi = w.pick(['413000000', '100900000', '413999999', f'900{r.integers(100000, 999999)}', f'412{r.integers(1, 99):06d}'])
        s.ev[0][1]['mmsi'] = s.mmsi
    fill(w, s, t, [base, 'NANTONG', 'ZHOUSHAN'])
    leg = s.sail(org, roads=True)
    s.stay(r.uniform(2, 70) * H, 'anchor')
    s.sail(org)
    b = s.t
    s.stay(r.uniform(1, 3) * D)
    s.load(True)
    dst = base if r.random() < .75 else w.pick(['NINGBO', 'NANTONG', 'LIANYUNGANG', 'LONGKOU'])
    back = s.sail(dst, roads=True)
    quay = dst not in ('NINGBO', 'ZHOUSHAN') and r.random() < .8
    _, e = roads_discharge(w, s, dst, r.uniform(.7, 2), quay)
    m = w.pick(['open', 'yellow', 'all', 'port'], [.25, .35, .25, .15])
    if m == 'yellow':
        s.off(leg[0] + r.uniform(.3, .7) * (leg[1] - leg[0]), back[0] + r.uniform(.2, .6) * (back[1] - back[0]))
    elif m == 'all':
        s.off(leg[0] + r.uniform(.05, .3) * (leg[1] - leg[0]), back[0] + r.uniform(.6, .95) * (back[1] - back[0]))
    elif m == 'port':
        s.off(leg[1] - r.uniform(2, 15) * H, back[0] + r.uniform(2, 15) * H)
    if s.t < T:
        fill(w, s, T, [base, 'NANTONG', 'ZHOUSHAN', 'NINGBO'])
    goods = 'sand' if org == 'HAEJU' else 'coal'
    return rec(w, w.hidden, 'barge', [['carrier'] + s.ident()], [pl('origin', org), pl('destination', dst, not quay)], b, e, goods, f'barge without IMO, {goods} from {org}; AIS: {m}', _s=[s], _t=(back[0] + 5 * H, e))


def h_laundered(w, t):
    r = w.r
    n0 = len(w.hidden)
    how = w.pick(['d', 'k', 't', 'x'], [.36, .16, .24, .24])
    R = h_delivery(w, t) if how == 'd' else h_dark(w, t) if how == 'k' else h_target(w, t) if how == 't' else h_transfer(w, t, r.random() < .5)
    if R is None:
        return None
    s = R.get('_k') or R['_s'][0]
    if R.get('_k') and r.random() < .3:
        s = R['_s'][0]
    t1, t2 = R['_t']
    if R.get('_k'):
        t1, t2 = min(t1, R['begin'] - 6 * H), max(t2, R['end'] + 6 * H) if r.random() < .8 else R['begin'] + 1 + (R['end'] - R['begin']) * .8
    live = [x for x in w.ships if x.imo and x.flag in ('CN', 'PA', 'HK', 'SL', 'TG', 'KR', 'MN') and x not in R['_s'] and abs(x.len - s.len) < 50]
    role = [x[0] for x in R['ships'] if x[1] == s.name][0]
    if r.random() < .38 and live:
        o = w.pick(live)
        new, src = [o.name, o.mmsi, o.imo, o.flag], 'borrowed from a living ship'
    else:
        fl = w.pick(['CN', 'SL', 'TG', 'PA', 'KM', 'MN', 'TZ', 'FJ', 'PW'])
        im = w.imo() if r.random() < .5 else (f'{r.integers(8000000, 9899999)}' if r.random() < .6 else None)
        new, src = [w.name(fl, 'x'), w.mmsi(fl), im, fl], 'invented'
    s.rename(t1, *new, **({'len': int(s.len + r.integers(-6, 7))} if r.random() < .4 else {}))
    if r.random() < .75 and t2 < T:
        s.rename(t2, s.name, s.mmsi, s.imo, s.flag, s.call, len=s.len)
    s.drpol = 'late'
    w.r.random()
    if not any(a < t1 < b for a, b in s.offs) and r.random() < .7:
        s.off(t1 - r.uniform(1, 14) * H, t1 + r.uniform(.5, 10) * H)
    R['ships'].append([role] + new)
    R['kind'] = 'laundered'
    R['note'] += f'; {s.name} took the name {new[0]} ({src})'
    return R


# ------------------------------------------------------------------ lawful things that look like it
def inn(w, kind, ships, places, b, e, goods, note):
    return rec(w, w.innocent, kind, ships, places, b, e, goods, note)


def i_kp_food(w):
    r = w.r
    east = r.random() < .3
    home = w.pick(['CHONGJIN', 'WONSAN', 'RAJIN', 'HUNGNAM']) if east else w.pick(['NAMPO', 'NAMPO', 'SONGNIM'])
    p = w.pick(['VLADIVOSTOK', 'NAKHODKA', 'POSYET']) if east else w.pick(['DALIAN', 'DALIAN', 'LONGKOU', 'YANTAI', 'LIANYUNGANG', 'TIANJIN', 'BAYUQUAN', 'SHANGHAI', 'NINGBO'])
    s = kp_ship(w, 'dry', home)
    s.stay(max(H, r.uniform(0, 20) * D - s.t))
    b = s.t
    goods = w.pick(['wheat flour', 'fertiliser', 'rice', 'maize', 'soya oil', 'sugar', 'tyres and household goods', 'timber' if east else 'bitumen-free building board'])
    s.dest(p)
    leg = s.sail(p, roads=True)
    hush(w, s, leg, w.pick(['open', 'origin', 'both', 'mid'], [.5, .3, .1, .1]))
    s.stay(r.uniform(5, 150) * H, 'anchor')
    s.sail(p)
    s.stay(r.uniform(1, 4) * D, off=r.random() < .2)
    s.load(True)
    s.dest(home)
    leg = s.sail(home, roads=True)
    hush(w, s, leg, w.pick(['open', 'dest', 'mid'], [.5, .4, .1]))
    s.stay(r.uniform(3, 60) * H, 'anchor')
    s.sail(home)
    e = s.t + 2 * D
    s.stay(2 * D)
    s.load(False)
    s.stay(max(1, T - s.t + 1))
    inn(w, 'DPRK ship fetching permitted cargo', [['carrier'] + s.ident()], [pl('origin', p), pl('destination', home)], b, e, goods, f'sailed in ballast from {home}, loaded {goods} at {p} and carried it home')


def i_kp_wait(w):
    r = w.r
    home = w.pick(['NAMPO', 'NAMPO', 'SONGNIM', 'CHONGJIN'])
    p = w.pick(['DALIAN', 'SHIDAO', 'LIANYUNGANG', 'ZHOUSHAN', 'YANTAI', 'LONGKOU', 'WEIHAI', 'NINGBO'])
    s = kp_ship(w, w.pick(['dry', 'tanker'], [.8, .2]), home)
    s.stay(max(H, r.uniform(0, 16) * D - s.t))
    b = s.t
    s.dest(p, force=w.pick(VAGUE) if r.random() < .3 else None)
    hush(w, s, s.sail(p, roads=True), w.pick(['open', 'origin', 'mid'], [.5, .4, .1]))
    x = s.t
    s.stay(r.uniform(2, 13) * D, 'anchor')
    if r.random() < .5:
        g = Ship(w, 'CN', w.pick([50, 52, 90, 55]), r.uniform(14, 40), cls=w.pick('AB'), kind='barge', imo=False, start=p, v=9, t0=-D)
        g.stay(max(1, x + r.uniform(5, 40) * H - g.t))
        g.sail(p, roads=True)
        g.line([s_at(s, g.t)], 6)
        a = g.t
        if a + 2 * H < s.t:
            g.follow(s, a, min(s.t, a + r.uniform(.5, 3) * H), 20)
        g.node = P[p][5]
        g.sail(p)
        g.stay(max(1, T - g.t + 1))
    s.dest(home)
    hush(w, s, s.sail(home, roads=True), w.pick(['open', 'dest'], [.5, .5]))
    e = s.t
    s.stay(max(1, T - s.t + 1), 'anchor' if r.random() < .3 else 'moor', off=r.random() < .5)
    inn(w, 'DPRK ship waiting in roads', [['carrier'] + s.ident()], [pl('origin', home), pl('destination', p, True)], b, e, None, 'in ballast both ways: shelter, stores (a launch alongside) and waiting for a charter that did not come')


def i_kp_repair(w):
    r = w.r
    home, p = w.pick(['NAMPO', 'CHONGJIN', 'NAMPO']), w.pick(['ZHOUSHAN', 'DALIAN', 'SHANGHAI', 'VLADIVOSTOK', 'WEIHAI'])
    s = kp_ship(w, w.pick(['dry', 'tanker'], [.7, .3]), home if r.random() < .6 else p)
    b = s.t
    if s.node == home:
        s.stay(max(H, r.uniform(0, 10) * D - s.t)); b = s.t
        s.dest(p); hush(w, s, s.sail(p, roads=True), w.pick(['open', 'origin']))
        s.stay(r.uniform(4, 40) * H, 'anchor'); s.sail(p)
    s.stay(r.uniform(8, 18) * D, off=r.random() < .5)
    s.dest(home)
    hush(w, s, s.sail(home, roads=True), w.pick(['open', 'dest']))
    e = s.t
    s.stay(max(1, T - s.t + 1), 'anchor')
    inn(w, 'repairs', [['carrier'] + s.ident()], [pl('origin', home), pl('destination', p)], b, e, None, 'docked for repairs and class, no cargo')


def i_kp_cabotage(w):
    r = w.r
    a, c, g = w.pick([('CHONGJIN', 'NAMPO', 'cement and steel for home use'), ('NAMPO', 'HAEJU', 'domestic coal'), ('CHONGJIN', 'HUNGNAM', 'domestic coal'), ('HUNGNAM', 'WONSAN', 'fertiliser'), ('KIMCHAEK', 'WONSAN', 'ore for a home smelter'), ('RAJIN', 'CHONGJIN', 'timber'), ('NAMPO', 'CHONGJIN', 'salt and rice'), ('CHONGJIN', 'SONGNIM', 'domestic coal')])
    s = kp_ship(w, 'dry' if r.random() < .8 else 'tanker', a)
    s.stay(max(H, r.uniform(0, 18) * D - s.t)); b = s.t
    s.stay(r.uniform(1, 3) * D); s.load(True); s.dest(c)
    hush(w, s, s.sail(c, roads=True), w.pick(['open', 'origin', 'both', 'mid'], [.4, .2, .2, .2]))
    s.stay(r.uniform(3, 70) * H, 'anchor'); s.sail(c); s.stay(r.uniform(1, 3) * D); s.load(False)
    e = s.t
    s.dest(a)
    hush(w, s, s.sail(a, roads=True), w.pick(['open', 'dest'])) if s.t < T else None
    s.stay(max(1, T - s.t + 1))
    inn(w, 'DPRK cabotage', [['carrier'] + s.ident()], [pl('origin', a), pl('destination', c)], b, e, g, f'home trade, {g} from {a} to {c}')


def i_rajin(w):
    r = w.r
    s = Ship(w, w.pick(['CN', 'HK', 'RU', 'PA', 'KP'], [.3, .2, .2, .22, .08]), 70, r.uniform(110, 190), start=w.pick(['VLADIVOSTOK', 'QINGDAO', 'SHANGHAI', 'POHANG']))
    s.drpol = 'good' if s.flag != 'KP' else s.drpol
    s.stay(max(H, r.uniform(-3, 12) * D - s.t)); s.dest('RAJIN'); s.sail('RAJIN', roads=True); b = s.t
    s.stay(r.uniform(5, 60) * H, 'anchor'); s.sail('RAJIN'); s.stay(r.uniform(1.5, 4) * D); s.load(True)
    p = w.pick(['QINGDAO', 'RIZHAO', 'SHANGHAI', 'NINGBO', 'LIANYUNGANG']); s.dest(p)
    s.sail(p, roads=True); s.stay(r.uniform(5, 70) * H, 'anchor'); s.sail(p); s.stay(r.uniform(1, 3) * D); s.load(False); e = s.t
    fill(w, s, T, CNP) if s.flag != 'KP' else s.stay(max(1, T - s.t + 1))
    inn(w, 'Rajin transit', [['carrier'] + s.ident()], [pl('origin', 'RAJIN'), pl('destination', p)], b, e, 'coal of Russian origin', 'notified transit of Russian coal over the Rajin terminal; came light, left laden')


def i_notified(w):
    r = w.r
    east = r.random() < .55
    a, c = (w.pick(['VLADIVOSTOK', 'NAKHODKA']), w.pick(['CHONGJIN', 'RAJIN', 'WONSAN', 'HUNGNAM'])) if east else ('DALIAN', 'NAMPO')
    s = Ship(w, 'RU' if east else w.pick(['CN', 'CN', 'HK']), w.pick([80, 80, 89, 82]), r.uniform(70, 115), start=a)
    s.dstpol = w.pick(['name', 'locode'])
    s.step = min(s.step, 360)
    fill(w, s, r.uniform(0, 18) * D, RUP if east else ['DALIAN', 'TIANJIN', 'QINGDAO'])
    if s.node != a:
        call_port(w, s, a)
    b = s.t
    s.stay(20 * H); s.load(True); s.dest(c)
    s.sail(c, roads=True); s.stay(r.uniform(3, 40) * H, 'anchor'); s.sail(c); s.stay(r.uniform(1, 2.5) * D, off=False); s.load(False); e = s.t
    s.dest(a); s.sail(a)
    fill(w, s, T, RUP if east else ['DALIAN', 'TIANJIN', 'QINGDAO'])
    inn(w, 'notified oil', [['carrier'] + s.ident()], [pl('origin', a), pl('destination', c)], b, e, 'oil', f'oil within the cap, notified to the 1718 Committee, under destination {c}')


def i_aid(w):
    r = w.r
    a, c = w.pick([('DALIAN', 'NAMPO'), ('LONGKOU', 'NAMPO'), ('NANTONG', 'NAMPO'), ('VLADIVOSTOK', 'CHONGJIN'), ('VOSTOCHNY', 'HUNGNAM'), ('YANTAI', 'NAMPO')])
    s = Ship(w, w.pick(['CN', 'RU', 'SL', 'PA', 'MN', 'KH']), w.pick([70, 70, 79]), r.uniform(80, 140), start=a)
    s.stay(max(H, r.uniform(0, 18) * D - s.t)); b = s.t
    g = w.pick(['fertiliser', 'flour (World Food Programme)', 'rice', 'medicines and school goods', 'wheat'])
    s.stay(2 * D); s.load(True); s.dest(c)
    leg = s.sail(c, roads=True); s.stay(r.uniform(5, 80) * H, 'anchor'); s.sail(c); s.stay(r.uniform(2, 5) * D, off=r.random() < .4); s.load(False); e = s.t
    if r.random() < .25:
        s.off(leg[0] + .6 * (leg[1] - leg[0]), leg[1] - H)
    s.dest(a); s.sail(a)
    fill(w, s, T, CNP if s.flag != 'RU' else RUP)
    inn(w, 'permitted cargo to the DPRK', [['carrier'] + s.ident()], [pl('origin', a), pl('destination', c)], b, e, g, f'{g} to {c}, left in ballast')


def fisher(w, fl=None, zone=None, base=None):
    r = w.r
    fl = fl or w.pick(['CN', 'KR', 'JP', 'TW'], [.68, .18, .1, .04])
    z = zone or {'CN': [(36.2, 123.6, 'M1'), (34.9, 122.9, 'M2'), (31.6, 124.2, 'E1'), (30.2, 124.4, 'ES0'), (28.6, 123.6, 'ES4'), (38.1, 122.9, 'NY2'), (33.2, 123.9, 'M4')],
                 'KR': [(33.5, 125.2, 'KW5'), (36.6, 130.2, 'EJ2'), (33.2, 127.5, 'JE1'), (36.1, 125.0, 'KW3')], 'JP': [(38.3, 134.6, 'SJ2'), (40.0, 134.8, 'SJ3'), (36.2, 133.8, 'JW4'), (33.1, 128.3, 'GT1')], 'TW': [(27.4, 123.0, 'E9'), (26.0, 123.4, 'XTE')]}[fl]
    c = z if isinstance(z, tuple) else w.pick(z)
    base = base or w.pick({'CN': ['SHIDAO', 'ZHOUSHAN', 'NINGBO', 'LIANYUNGANG', 'QINGDAO', 'DALIAN', 'YANTAI'], 'KR': ['BUSAN', 'YEOSU', 'POHANG', 'GUNSAN'], 'JP': ['SAKAIMINATO', 'HAKATA', 'MAIZURU'], 'TW': ['KEELUNG']}[fl])
    s = Ship(w, fl, 30, r.uniform(18, 52), kind='fish', cls='B' if r.random() < .72 else 'A', imo=r.random() < .1, start=base, v=r.uniform(7.5, 10.5))
    s.statpol = w.pick(['good', 'zero', 'undef'])
    s.portoff = .5
    while s.t < T:
        s.stay((2.6 * D if s.t < 2 * D and c[0] < 37 and s.t > -D else 0) + r.uniform(5, 50) * H)
        if s.t > T:
            break
        s.sail(c[2], to=(c[0] + r.normal(0, .25), c[1] + r.normal(0, .3)))
        d = r.uniform(2, 9) * D
        a = s.t
        s.fish(d, s.pos, r.uniform(12, 35), 'squid' if fl in ('JP', 'KR') and c[1] > 129 else 'fish')
        if r.random() < .35:
            s.off(a + r.uniform(0, .5) * d, a + r.uniform(.5, 1.1) * d)
        s.sail(base)
    return s


def i_bunker(w):
    r = w.r
    zone = w.pick(STSZ[:5] + STSZ[6:8])
    t = r.uniform(3, 24) * D
    b = Ship(w, 'CN', w.pick([80, 80, 70, 99]), r.uniform(42, 95), kind=w.pick(['barge', 'x']), imo=r.random() < .6, start='ZHOUSHAN', v=9.5)
    b.load(True)
    fill(w, b, t, ['ZHOUSHAN', 'NINGBO'])
    b.dest('ZHOUSHAN', force=w.pick(['FISHING GROUND', 'HIGH SEA', 'ZHOUSHAN OPL', '']))
    f = Ship(w, w.pick(['CN', 'TW', 'CN', 'KR']), w.pick([30, 30, 70]), r.uniform(28, 90), kind='fish', cls=w.pick('AB'), imo=False, start=w.pick(['NINGBO', 'ZHOUSHAN', 'KEELUNG', 'LIANYUNGANG']), v=9)
    a, e, p, _, _ = meet(w, b, f, zone, t, r.uniform(1, 5) * H, (2, 30))
    b.load(False)
    b.drift(r.uniform(3, 60) * H)
    b.sail('ZHOUSHAN'); fill(w, b, T, ['ZHOUSHAN', 'NINGBO', 'SHANGHAI'])
    f.fish(max(1, min(T - f.t, r.uniform(3, 9) * D)), f.pos, 25)
    f.sail('ZHOUSHAN'); f.stay(max(1, T - f.t + 1))
    if r.random() < .4:
        f.off(a - 20 * H, e + 10 * H)
    inn(w, 'bunkering', [['from'] + b.ident(), ['to'] + f.ident()], [['transfer', 'fishing ground', None, round(p[0], 2), round(p[1], 2)]], a, e, 'oil', 'gasoil for a fishing vessel or coaster at sea')


def i_lighter(w):
    r = w.r
    zone = w.pick(STSZ[:5] + STSZ[6:9], [.3, .2, .15, .1, .1, .05, .05, .05])
    ja = zone[0] == 'SJ2'
    t = r.uniform(3, 24) * D
    A = Ship(w, w.pick(['PA', 'KR', 'SG', 'MH', 'LR', 'HK', 'CN', 'SL']), w.pick([80, 81, 89]), r.uniform(90, 240), start='NAKHODKA' if ja else w.pick(['YEOSU', 'ULSAN', 'ZHOUSHAN', 'KEELUNG']))
    A.load(True)
    fill(w, A, t, [A.node, 'YEOSU', 'ULSAN'], ('XTW',))
    B = Ship(w, w.pick(['CN', 'KR', 'TW', 'HK', 'PA', 'TG', 'MN']), w.pick([80, 89]), r.uniform(75, 140), start=w.pick(['DONGHAE', 'POHANG']) if ja else w.pick(['NINGBO', 'QINGDAO', 'LIANYUNGANG', 'YEOSU', 'SHANGHAI']))
    if A.t > T or A.node not in N:
        return
    A.dest('NINGBO', force=w.pick(['STS AREA', 'FOR ORDERS', 'ZHOUSHAN OPL', 'E.CHINA SEA']))
    B.dest('NINGBO', force=w.pick(['STS', 'FOR ORDERS', 'OPL']) if r.random() < .5 else None)
    a, e, p, _, _ = meet(w, A, B, zone, t, r.uniform(7, 30) * H)
    A.load(False); B.load(True)
    for s in (A, B):
        fill(w, s, T, ['NINGBO', 'QINGDAO', 'SHANGHAI', 'YEOSU'] if not ja else ['DONGHAE', 'VLADIVOSTOK', 'ULSAN'])
    if r.random() < .3:
        w.pick([A, B]).off(a - r.uniform(1, 20) * H, e + r.uniform(1, 10) * H)
    inn(w, 'lightering', [['from'] + A.ident(), ['to'] + B.ident()], [['transfer', 'open sea', None, round(p[0], 2), round(p[1], 2)]], a, e, 'oil', 'transfer between third States\' tankers for a Chinese or Korean receiver')


def i_idle(w):
    r = w.r
    z = w.pick(STSZ)
    s = Ship(w, w.pick(TKF + ['KR', 'MH']), 80, r.uniform(75, 180), start=w.pick(['ZHOUSHAN', 'YEOSU', 'KEELUNG', 'QINGDAO']))
    fill(w, s, r.uniform(1, 18) * D, ['ZHOUSHAN', 'YEOSU', 'NINGBO'])
    s.dest('ZHOUSHAN', force='FOR ORDERS')
    s.sail(z[0], to=(z[1] + r.normal(0, z[3]), z[2] + r.normal(0, z[3])))
    b, p = s.t, s.pos
    s.drift(r.uniform(1, 9) * D); e = s.t
    if r.random() < .3:
        s.off(b + r.uniform(.1, .4) * (e - b), b + r.uniform(.5, .95) * (e - b))
    fill(w, s, T, ['ZHOUSHAN', 'YEOSU', 'NINGBO'])
    inn(w, 'idle tanker', [['from'] + s.ident()], [['transfer', 'waited here', None, round(p[0], 2), round(p[1], 2)]], b, e, None, 'drifted awaiting orders, met nobody')


def i_gap(w):
    r = w.r
    a, c = w.pick([('DANDONG', 'NINGBO'), ('DANDONG', 'LIANYUNGANG'), ('INCHEON', 'DALIAN'), ('DALIAN', 'SHANGHAI'), ('VLADIVOSTOK', 'BUSAN'), ('DANDONG', 'YANTAI'), ('POSYET', 'POHANG'), ('DANDONG', 'GUNSAN')])
    s = Ship(w, w.pick(['CN', 'CN', 'PA', 'SL', 'KH', 'HK']) if a != 'VLADIVOSTOK' else 'RU', w.pick([70, 79, 80]), r.uniform(75, 150), start=c)
    fill(w, s, r.uniform(0, 18) * D, [c, a])
    if s.node == a:
        call_port(w, s, c)
    s.dest(a)
    leg = s.sail(a, roads=True)
    s.stay(r.uniform(6, 90) * H, 'anchor'); s.sail(a); s.stay(r.uniform(1, 3) * D, off=r.random() < .4); s.load(s.ballast)
    s.dest(c)
    back = s.sail(c)
    x, y = (leg[0] + r.uniform(.3, .7) * (leg[1] - leg[0]), back[0] + r.uniform(.2, .6) * (back[1] - back[0]))
    if r.random() < .5:
        y = leg[1] + r.uniform(0, 20) * H
    s.off(x, y)
    fill(w, s, T, [a, c] + CNP[:3])
    inn(w, 'silence by fault', [['carrier'] + s.ident()], [pl('origin', a), pl('destination', c)], x, y, 'general cargo', f'transponder off or out of order on the way to and from {a}; lawful cargo')


def i_barge(w):
    r = w.r
    a, c = w.pick(['QINHUANGDAO', 'HUANGHUA', 'TIANJIN', 'BAYUQUAN', 'DALIAN', 'DANDONG']), w.pick(['NANTONG', 'NINGBO', 'SHANGHAI', 'LIANYUNGANG'])
    s = Ship(w, 'CN', w.pick([70, 79, 90, 0]), r.uniform(65, 130), kind='barge', cls=w.pick('AB'), imo=False, start=c, v=r.uniform(6.5, 9))
    fill(w, s, r.uniform(-2, 12) * D, [c, 'NINGBO', 'ZHOUSHAN'])
    s.sail(a, roads=True); b = s.t
    s.stay(r.uniform(3, 60) * H, 'anchor'); s.sail(a); s.stay(r.uniform(1, 2) * D); s.load(True)
    leg = s.sail(c, roads=True); s.stay(r.uniform(3, 60) * H, 'anchor'); s.sail(c); s.stay(D); s.load(False); e = s.t
    if r.random() < .6:
        s.off(leg[0] + r.uniform(0, .4) * (leg[1] - leg[0]), leg[0] + r.uniform(.4, .9) * (leg[1] - leg[0]))
    fill(w, s, T, [a, c])
    inn(w, 'domestic barge', [['carrier'] + s.ident()], [pl('origin', a), pl('destination', c)], b, e, w.pick(['domestic coal', 'sand', 'steel']), f'Chinese coastal barge without IMO, {a} to {c}')


def i_sale(w):
    r = w.r
    s = Ship(w, w.pick(['CN', 'KR', 'JP', 'HK']), w.pick([70, 80, 79]), r.uniform(80, 150), start=w.pick(['ZHOUSHAN', 'BUSAN', 'SHANGHAI', 'DALIAN', 'MOJI']))
    fill(w, s, r.uniform(2, 20) * D, CNP + KRP)
    b = s.t
    s.stay(r.uniform(2, 8) * D, w.pick(['anchor', 'moor']), off=r.random() < .4)
    fl = w.pick(['PA', 'SL', 'TG', 'KH', 'MN', 'CN', 'VN', 'PW'])
    nn, mm = w.name(fl, 'x'), w.mmsi(fl)
    s.rename(s.t - r.uniform(0, 20) * H, nn, mm, s.imo, fl)
    e = s.t
    p = list(s.pos)
    fill(w, s, T, CNP + KRP)
    inn(w, 'renaming after sale', [['carrier'] + s.ident(), ['carrier', nn, mm, s.imo, fl]], [['destination', s.node, None, round(p[0], 2), round(p[1], 2)]], b, e, None, 'sold: new name, flag and MMSI, the same IMO')


def i_shared(w):
    r = w.r
    m = w.pick(['412000000', '123456789', '413000000', '412' + f'{r.integers(200000, 999999)}', '440000000', '100000000'])
    S = [fisher(w, 'CN') for _ in range(2)]
    for s in S:
        s.mmsi = m
        s.ev[0][1]['mmsi'] = m
    inn(w, 'shared MMSI', [['carrier'] + s.ident() for s in S], [], 0, T, 'fish', 'two fishing vessels with one number')


def i_fishcarrier(w):
    r = w.r
    t = r.uniform(4, 24) * D
    z = w.pick(STSZ[:5] + [STSZ[6]])
    A = Ship(w, 'CN', 30, r.uniform(30, 45), kind='fish', cls='B', imo=False, start='NINGBO', v=9)
    A.stay(max(1, t - A.t))
    B = Ship(w, 'CN', w.pick([30, 70]), r.uniform(40, 95), kind=w.pick(['fish', 'x']), imo=False, start=w.pick(['ZHOUSHAN', 'SHIDAO']), v=10) if r.random() < .7 else Ship(w, 'PA', 70, r.uniform(70, 110), start='BUSAN', v=12)
    A.sail(z[0], to=(z[1], z[2])); A.fish(3 * D, A.pos, 25)
    A.node = z[0]
    a, e, p, _, _ = meet(w, A, B, z, t, r.uniform(3, 9) * H)
    A.fish(max(1, T - A.t), A.pos, 25)
    B.load(True); B.sail('ZHOUSHAN'); B.stay(max(1, T - B.t + 1))
    inn(w, 'fish carrier', [['from'] + A.ident(), ['to'] + B.ident()], [['transfer', 'fishing ground', None, round(p[0], 2), round(p[1], 2)]], a, e, 'fish', 'catch handed to a carrier')


INN = [(i_kp_food, .17), (i_kp_wait, .11), (i_kp_repair, .06), (i_kp_cabotage, .09), (i_rajin, .04), (i_notified, .07), (i_aid, .06), (i_bunker, .08), (i_lighter, .08), (i_idle, .05), (i_gap, .08), (i_barge, .07), (i_sale, .04), (i_shared, .02), (i_fishcarrier, .05)]


# ------------------------------------------------------------------ the ordinary traffic
def ordinary(w):
    r = w.r
    k = w.pick(['coaster', 'bulk', 'box', 'tank', 'fish', 'kr', 'jp', 'ru', 'tug', 'buoy', 'ferry', 'patrol', 'lostport'], [.17, .12, .08, .09, .24, .06, .05, .035, .05, .05, .03, .02, .02])
    if k == 'coaster':
        fill(w, Ship(w, 'CN', w.pick([70, 70, 79]), r.uniform(75, 190), start=w.pick(CNP)), T, CNP)
    elif k == 'bulk':
        s = Ship(w, w.pick(['PA', 'LR', 'MH', 'HK', 'SG', 'MT', 'CY', 'BS', 'CN', 'SL', 'TG', 'KH', 'VN']), 70, r.uniform(95, 290), start=w.pick(CNP[:10] + KRP))
        fill(w, s, T, CNP + KRP, EXITS)
    elif k == 'box':
        s = Ship(w, w.pick(['PA', 'LR', 'HK', 'KR', 'CN', 'SG', 'MT']), w.pick([71, 70, 72, 79]), r.uniform(110, 330), start=w.pick(['SHANGHAI', 'YANGSHAN', 'BUSAN', 'QINGDAO', 'NINGBO']), v=r.uniform(13.5, 18.5))
        fill(w, s, T, ['SHANGHAI', 'YANGSHAN', 'BUSAN', 'QINGDAO', 'NINGBO', 'TIANJIN', 'DALIAN', 'HAKATA', 'INCHEON', 'VOSTOCHNY', 'KEELUNG'], EXITS[:3])
    elif k == 'tank':
        s = Ship(w, w.pick(['CN', 'KR', 'PA', 'HK', 'MH', 'SG', 'TW', 'LR', 'SL']), w.pick([80, 80, 89, 81, 82]), r.uniform(75, 250), start=w.pick(['YEOSU', 'ULSAN', 'NINGBO', 'QINGDAO', 'DALIAN']))
        fill(w, s, T, ['YEOSU', 'ULSAN', 'DAESAN', 'NINGBO', 'ZHOUSHAN', 'QINGDAO', 'DALIAN', 'TIANJIN', 'NANTONG', 'KEELUNG', 'INCHEON', 'MOJI'], ('XTW', 'XOS'))
    elif k == 'fish':
        fisher(w)
    elif k == 'kr':
        fill(w, Ship(w, 'KR', w.pick([70, 80, 79]), r.uniform(60, 130), start=w.pick(KRP)), T, KRP + ['MOJI', 'SHANGHAI'])
    elif k == 'jp':
        fill(w, Ship(w, 'JP', w.pick([70, 80, 79]), r.uniform(60, 110), start=w.pick(JPP)), T, JPP, ('XTS',))
    elif k == 'ru':
        fill(w, Ship(w, 'RU', w.pick([70, 79, 80, 30]), r.uniform(70, 140), start=w.pick(RUP)), T, RUP + ['BUSAN', 'POHANG', 'SAKAIMINATO', 'POSYET', 'DALIAN'], ('XLP',))
    elif k == 'ferry':
        a, b = w.pick([('DALIAN', 'YANTAI'), ('INCHEON', 'WEIHAI'), ('BUSAN', 'HAKATA'), ('INCHEON', 'DANDONG'), ('PYEONGTAEK', 'RIZHAO'), ('DONGHAE', 'VLADIVOSTOK'), ('INCHEON', 'QINGDAO'), ('DONGHAE', 'SAKAIMINATO'), ('INCHEON', 'SHIDAO')])
        s = Ship(w, w.pick(['CN', 'KR', 'PA']), 60, r.uniform(120, 199), start=a, v=r.uniform(17, 22))
        while s.t < T:
            for p in (b, a):
                s.dest(p); s.sail(p); s.stay(r.uniform(4, 12) * H)
    elif k in ('tug', 'lostport'):
        p = w.pick(CNP + KRP + JPP + RUP)
        fl = {'CN': 'CN', 'KR': 'KR', 'JP': 'JP', 'RU': 'RU'}[P[p][2]]
        s = Ship(w, fl, w.pick([52, 50, 31, 33, 55]) if k == 'tug' else 70, r.uniform(18, 45) if k == 'tug' else r.uniform(60, 120), cls=w.pick('AAB'), imo=r.random() < .5, start=p, v=9)
        while s.t < T:
            s.stay(r.uniform(3, 30) * H)
            if k == 'tug':
                s.sail(p, roads=True); s.drift(r.uniform(.3, 3) * H); s.sail(p)
    elif k == 'buoy':
        z = w.pick([('M1', 36.3, 123.4), ('ES0', 30.3, 124.2), ('E1', 32.1, 124.0), ('M3', 34.3, 122.9), ('NY2', 38.0, 122.7)])
        s = Ship(w, 'CN', 30, 10, name=w.name('CN', 'fish')[:14] + f'-{r.integers(1, 60)} {r.integers(40, 99)}%', cls='B', imo=False, start=z[0])
        s.mmsi = w.pick([f'9{r.integers(10000000, 99999999)}', f'41{r.integers(2000000, 9999999)}', f'{r.integers(100000000, 199999999)}'])
        s.ev[0][1].update(mmsi=s.mmsi, len='', wid='', call='')
        s.pos = (z[1] + r.normal(0, .4), z[2] + r.normal(0, .4)); s.K = [(s.t, *s.pos)]
        while s.t < T:
            s.drift(r.uniform(1, 5) * D); a = s.t
            s.stay(r.uniform(5, 40) * H, off=True)
    elif k == 'patrol':
        fl = w.pick(['KR', 'CN', 'JP'])
        z = {'KR': ('YM1', 37.4, 124.6), 'CN': ('ES4', 28.6, 123.6), 'JP': ('SJ2', 39.2, 134.2)}[fl]
        s = Ship(w, fl, 55, r.uniform(60, 110), name={'KR': 'KCG 30', 'CN': 'HAIJING 23', 'JP': 'PL '}[fl] + str(r.integers(10, 99)), imo=False, start={'KR': 'INCHEON', 'CN': 'NINGBO', 'JP': 'MAIZURU'}[fl], v=14)
        while s.t < T:
            s.stay(r.uniform(10, 60) * H); s.sail(z[0], to=z[1:]); s.fish(r.uniform(3, 8) * D, s.pos, 40); s.sail({'KR': 'INCHEON', 'CN': 'NINGBO', 'JP': 'MAIZURU'}[fl])


HID = [(h_delivery, 'delivery', .25), (h_dark, 'delivery_dark', .12), (h_target, 'delivery_to_target', .14), (h_transfer, 'transfer_flagged', .1), (lambda w, t: h_transfer(w, t, True), 'transfer_dark', .16), (h_barge, 'barge', .13), (h_laundered, 'laundered', .1)]


def R_new(h, w, rows):
    """heard enough? a false name must have been heard at all, both ships of an open transfer too"""
    if h['kind'] == 'laundered':
        m, nme = h['ships'][-1][2], h['ships'][-1][1]
        return any(x[1] == m and f',{nme},' in x[2] for i, s in enumerate(w.ships) if s in h['_s'] for x in rows[i] or [])
    if h['kind'] == 'transfer_flagged':
        return all(sum(h['begin'] - 5400 < x[0] < h['end'] + 5400 for x in rows[i] or []) >= 3 for i, s in enumerate(w.ships) if s in h['_s'])
    return True


def undo(w, n, m):
    del w.ships[n:]
    del w.hidden[m:]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('seed', type=int)
    ap.add_argument('folder')
    ap.add_argument('--hidden', type=int)
    a = ap.parse_args()
    w = World(a.seed)
    r = w.r
    nh = int(r.integers(0, 41))
    if a.hidden is not None:
        nh = a.hidden
    total = int(r.integers(238, 268))
    for _ in range(int(total * .42)):
        ordinary(w)
    mix = r.dirichlet(np.array([x[2] for x in HID]) * 34)
    tries = 0
    while len(w.hidden) < nh:
        n, m = len(w.ships), len(w.hidden)
        f = HID[int(r.choice(len(HID), p=mix))][0]
        rc = f(w, r.uniform(.2, 21) * D)
        tries += 1
        if rc is None or rc['begin'] > T - 1.2 * D or len(w.hidden) != m + 1:
            undo(w, n, m)
    for _ in range(int(r.integers(46, 86))):
        f = INN[int(r.choice(len(INN), p=np.array([x[1] for x in INN]) / sum(x[1] for x in INN)))][0]
        f(w)
        if len(w.ships) > total + 20:
            break
    while len(w.ships) < total:
        ordinary(w)
    # receivers
    R = receivers(w)
    rows = {}
    for i, s in enumerate(w.ships):
        rows[i] = sample(s, R, np.random.default_rng([a.seed, i, 7]))
    # an act of which nothing at all was heard is no act for an analyst: let the crew be a little less careful
    for h in w.hidden:
        for k in range(6):
            c = 0
            for i, s in enumerate(w.ships):
                if s in h['_s'] and rows[i]:
                    c = max(c, sum(h['begin'] - 3 * D < x[0] < h['end'] + 3 * D for x in rows[i]))
            new = R_new(h, w, rows)
            if c >= 10 and new:
                break
            for i, s in enumerate(w.ships):
                if s in h['_s']:
                    s.offs = [(p + .2 * (q - p), q - .2 * (q - p)) for p, q in s.offs]
                    s.step = min(s.step, 360); s.ant = max(s.ant, min(1.0, .8 + .05 * k))
                    rows[i] = sample(s, R, np.random.default_rng([a.seed, i, 8 + k]))
    os.makedirs(a.folder, exist_ok=True)
    allr = sorted((x for v in rows.values() if v for x in v), key=lambda x: x[0])
    names, p = [], 0
    head = 'mmsi,timestamp,latitude,longitude,sog_knots,cog,heading,nav_status,ship_name,imo,callsign,ship_type,length_m,width_m,draught_m,destination\n'
    for d in range(30):
        day = (EPOCH + datetime.timedelta(days=d)).strftime('%Y-%m-%d')
        nme = f'strange-{day}.csv'
        names.append(nme)
        out = [head]
        while p < len(allr) and allr[p][0] < (d + 1) * 86400:
            x = allr[p]
            q = x[0] - d * 86400
            out.append(f'{x[1]},{day}T{q // 3600:02d}:{q // 60 % 60:02d}:{q % 60:02d}Z,{x[2]}\n')
            p += 1
        with open(os.path.join(a.folder, nme), 'w') as fo:
            fo.writelines(out)

    def clean(L, pre):
        L = sorted(L, key=lambda h: h['begin'])
        return [dict(id=f'{pre}{i + 1}', **{k: v for k, v in h.items() if k[0] != '_'}) for i, h in enumerate(L)]
    with open(os.path.join(a.folder, 'key.json'), 'w') as fo:
        json.dump(dict(files=names, hidden=clean(w.hidden, 'h'), innocent=clean(w.innocent, 'i')), fo, indent=1, default=lambda x: x.item())


if __name__ == '__main__':
    main()
