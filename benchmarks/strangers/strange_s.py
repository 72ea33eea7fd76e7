#!/usr/bin/env python3
"""strange_s.py SEED FOLDER [--hidden N] [--check]
Simulates a month of AIS (from 2018-10-05T00:00Z) in the Yellow Sea, East China Sea and Sea of Japan."""
import sys, os, json, math, heapq, argparse, datetime
import numpy as np

DAY = 86400.0
HR = 3600.0
NDAYS = 31
T = NDAYS * DAY
EPOCH = datetime.datetime(2018, 10, 5, tzinfo=datetime.timezone.utc)

# ----------------------------------------------------------------------------- geography
LAND = {
 'main': [(115.0,22.5),(116.0,22.75),(116.75,23.25),(117.35,23.6),(118.0,24.3),(118.7,24.6),(119.0,25.05),(119.45,25.2),
  (119.6,25.6),(119.75,26.0),(119.95,26.5),(120.35,27.0),(120.65,27.4),(120.9,27.9),(121.3,28.2),(121.65,28.6),
  (121.75,29.0),(121.95,29.2),(121.95,29.6),(122.1,29.9),(121.7,30.0),(121.2,30.25),(120.8,30.3),(121.0,30.6),(121.5,30.75),
  (121.95,30.87),(121.9,31.1),(121.7,31.35),(121.9,31.5),(121.9,31.75),(121.8,32.0),(121.4,32.4),(120.95,32.7),
  (120.85,33.1),(120.6,33.6),(120.3,34.1),(119.9,34.45),(119.35,34.68),(119.2,34.9),(119.25,35.05),(119.5,35.38),
  (119.9,35.65),(120.2,35.9),(120.2,36.15),(120.4,36.12),(120.7,36.15),(120.95,36.45),(121.5,36.72),(122.0,36.85),
  (122.45,36.88),(122.6,37.1),(122.68,37.4),(122.3,37.43),(122.1,37.5),(121.6,37.45),(121.35,37.58),(120.85,37.82),
  (120.35,37.66),(120.15,37.5),(119.8,37.3),(119.3,37.15),(118.95,37.35),(119.15,37.75),(118.8,38.1),(118.3,38.1),
  (117.8,38.4),(117.6,38.65),(117.75,39.0),(118.1,39.15),(118.5,38.98),(119.0,39.2),(119.3,39.5),(119.6,39.9),(120.1,40.1),
  (120.7,40.5),(121.0,40.83),(121.6,40.9),(122.15,40.7),(122.12,40.35),(121.95,40.15),(121.45,39.85),(121.35,39.55),
  (121.55,39.3),(121.3,39.0),(121.1,38.75),(121.3,38.73),(121.65,38.87),(122.0,39.05),(122.6,39.4),(123.2,39.68),
  (123.7,39.8),(124.15,39.83),(124.4,39.97),(124.7,39.63),(125.1,39.57),(125.4,39.35),(125.3,39.0),(125.15,38.8),
  (125.2,38.66),(125.0,38.6),(124.9,38.4),(124.88,38.2),(124.68,38.12),(125.0,37.95),(125.3,37.7),(125.6,37.77),
  (125.7,38.0),(125.95,37.84),(126.2,37.76),(126.65,37.75),(126.62,37.4),(126.8,37.1),(126.5,37.02),(126.13,36.8),
  (126.35,36.5),(126.5,36.2),(126.62,35.95),(126.45,35.6),(126.3,35.2),(126.0,34.9),(125.95,34.5),(126.3,34.33),(126.6,34.27),
  (127.0,34.38),(127.4,34.52),(127.75,34.65),(128.1,34.78),(128.55,34.72),(128.78,34.97),(129.05,35.08),(129.22,35.17),
  (129.4,35.47),(129.48,35.75),(129.58,36.08),(129.4,36.12),(129.43,36.5),(129.43,36.9),(129.35,37.2),(129.12,37.5),
  (128.93,37.8),(128.6,38.2),(128.35,38.6),(128.1,38.8),(127.8,39.0),(127.48,39.1),(127.4,39.35),(127.5,39.68),
  (127.7,39.83),(128.0,39.97),(128.4,40.05),(128.75,40.3),(129.2,40.6),(129.35,40.78),(129.72,40.84),(129.7,41.2),
  (129.72,41.5),(129.82,41.77),(130.1,42.08),(130.3,42.22),(130.45,42.3),(130.68,42.32),(130.75,42.62),(131.1,42.58),
  (131.3,42.75),(131.55,43.0),(131.8,43.25),(131.95,43.07),(132.3,43.2),(132.38,42.85),(132.85,42.78),(133.1,42.7),
  (133.6,42.83),(134.2,43.2),(135.1,43.75),(135.6,44.25),(136.3,44.85),(137.4,45.9),(138.4,46.8),(139.4,47.8),
  (140.2,48.5),(140.45,49.2),(140.5,51.0),(115.0,51.0)],
 'kyushu': [(130.95,33.93),(130.5,33.75),(130.35,33.6),(129.9,33.5),(129.6,33.35),(129.55,32.9),(129.75,32.58),(130.1,32.55),
  (130.0,32.2),(130.2,31.8),(130.2,31.27),(130.65,31.0),(131.1,31.3),(131.45,31.8),(131.7,32.5),(132.05,33.0),(131.6,33.65),(131.1,33.9)],
 'honshu': [(130.87,33.95),(130.9,34.33),(131.4,34.42),(131.8,34.68),(132.3,35.05),(132.65,35.45),(133.3,35.58),(134.2,35.56),
  (135.2,35.76),(135.35,35.55),(135.9,35.68),(136.0,35.75),(136.05,36.15),(136.6,36.7),(136.7,37.25),(137.3,37.52),(137.05,37.15),
  (137.1,36.8),(137.6,37.0),(138.3,37.2),(138.6,37.5),(138.95,37.88),(139.4,38.15),(139.8,38.8),(139.98,39.3),(139.72,39.9),
  (139.98,40.2),(139.9,40.6),(140.3,40.85),(140.33,41.22),(140.65,41.0),(140.9,41.5),(141.4,41.4),(141.5,40.6),(142.0,39.7),
  (141.5,38.3),(141.0,37.0),(140.8,35.7),(139.9,35.0),(138.8,34.65),(137.0,34.6),(136.0,33.5),(135.1,33.9),(134.3,33.2),
  (133.0,32.8),(132.4,33.0),(132.0,33.4),(131.6,33.7)],
 'hokkaido': [(140.1,41.45),(139.8,42.2),(140.3,42.8),(140.35,43.3),(140.95,43.2),(141.35,43.2),(141.65,43.9),(141.65,45.4),(142.0,45.48),
  (143.0,44.6),(145.2,44.2),(145.4,43.2),(143.3,42.0),(141.0,42.5),(140.6,42.5),(140.95,42.2),(141.15,41.8),(140.72,41.78),(140.4,41.42)],
 'sakhalin': [(142.05,45.95),(141.9,46.6),(142.0,47.1),(142.2,48.0),(141.95,48.8),(142.1,51.0),(144.0,51.0),(143.6,46.8),(142.6,46.6)],
 'taiwan': [(121.0,25.08),(121.55,25.3),(121.98,25.0),(121.85,24.5),(121.6,24.0),(121.3,23.0),(120.87,21.9),(120.7,22.3),(120.32,22.5),
  (120.07,23.1),(120.2,23.8),(120.65,24.5)],
 'jeju': [(126.15,33.3),(126.3,33.2),(126.6,33.23),(126.92,33.4),(126.9,33.53),(126.5,33.53),(126.2,33.42)],
 'tsushima': [(129.17,34.1),(129.3,34.1),(129.5,34.65),(129.35,34.7)],
 'sado': [(138.2,37.82),(138.45,37.85),(138.55,38.3),(138.25,38.1)],
 'oki': [(133.0,36.0),(133.3,36.1),(133.35,36.3),(133.2,36.33)],
 'goto': [(128.6,32.6),(128.9,32.68),(129.15,33.0),(129.0,33.05)],
 'zhoushan': [(122.0,30.02),(122.2,29.97),(122.42,29.95),(122.35,30.1),(122.05,30.2)],
 'ulleung': [(130.8,37.45),(130.93,37.47),(130.9,37.55),(130.8,37.54)],
 'okinawa': [(127.65,26.1),(127.85,26.15),(128.3,26.85),(127.9,26.7)],
 'amami': [(129.2,28.15),(129.7,28.45),(129.5,28.5)],
 'yaku': [(130.4,30.25),(130.65,30.25),(130.6,30.45),(130.4,30.4)],
 'tane': [(130.87,30.35),(131.0,30.45),(131.08,30.8),(130.95,30.7)],
 'pescadores': [(119.5,23.5),(119.7,23.5),(119.65,23.7)],
 'baengnyeong': [(124.62,37.93),(124.74,37.93),(124.74,37.98),(124.62,37.98)],
}
DPRKZ = [[(124.27,39.95),(124.25,39.3),(124.0,38.8),(124.0,38.2),(124.35,37.9),(124.55,37.75),(125.1,37.6),(126.7,37.6),(126.7,39.95)],
         [(128.3,38.62),(128.9,38.75),(129.2,39.4),(130.2,40.4),(130.45,41.2),(130.7,41.9),(130.72,42.33),(127.0,42.33),(127.0,38.62)]]
LON0, LAT0, RES = 116.0, 20.0, 0.05
NX, NY = 600, 620

def poly_mask(poly):
    lon = LON0 + RES * (np.arange(NX) + .5); lat = LAT0 + RES * (np.arange(NY) + .5)
    X, Y = np.meshgrid(lon, lat)
    m = np.zeros(X.shape, bool)
    n = len(poly)
    for i in range(n):
        x1, y1 = poly[i]; x2, y2 = poly[(i + 1) % n]
        if y1 == y2: continue
        c = (Y > min(y1, y2)) & (Y <= max(y1, y2))
        xi = x1 + (Y - y1) * (x2 - x1) / (y2 - y1)
        m ^= c & (X < xi)
    return m

def dilate(m):
    d = m.copy()
    d[1:] |= m[:-1]; d[:-1] |= m[1:]; d[:, 1:] |= m[:, :-1]; d[:, :-1] |= m[:, 1:]
    return d

def nm(a, b):
    return math.hypot((a[0] - b[0]) * 60, (a[1] - b[1]) * 60 * math.cos(math.radians((a[0] + b[0]) / 2)))

def toward(p, brg, d):
    b = math.radians(brg)
    return (p[0] + d * math.cos(b) / 60, p[1] + d * math.sin(b) / 60 / math.cos(math.radians(p[0])))

class Router:
    def __init__(self):
        m = np.zeros((NY, NX), bool)
        for p in LAND.values(): m |= poly_mask(p)
        self.raw = m
        d = dilate(m)
        z = np.zeros_like(m)
        for p in DPRKZ: z |= poly_mask(p)
        self.m = [d, d | z]
        self.nodes = []
        for la in np.arange(20.75, 49.6, .5):
            for lo in np.arange(116.75, 144.9, .5):
                if not self.inm(self.m[0], la, lo): self.nodes.append((la, lo))
        self.nodes += [(41.3,140.5),(41.2,140.2),(41.62,141.15),(41.5,140.75),(41.65,141.5),(45.75,142.0),(30.85,130.6),(30.85,131.0),(37.95,120.75),
                       (38.55,121.0),(36.7,122.75),(37.55,122.85),(34.25,128.6),(34.6,129.1),(33.9,129.7),(34.15,130.4),(25.45,122.0),
                       (25.5,121.3),(29.75,122.6),(30.55,122.75),(38.15,124.3),(38.5,124.6),(42.55,131.2),(42.2,130.55)]
        self.nodes = [n for n in self.nodes if not self.inm(self.m[0], *n)]
        N = np.array(self.nodes)
        self.N = N
        self.adj = []
        cl = np.cos(np.radians(N[:, 0]))
        n = len(N)
        D = np.hypot((N[:, None, 0] - N[None, :, 0]) * 60, (N[:, None, 1] - N[None, :, 1]) * 60 * cl[:, None])
        I, J = np.where((D < 95) & (np.arange(n)[:, None] < np.arange(n)[None, :]))
        s = np.linspace(0, 1, 40)
        la = N[I, 0][:, None] + (N[J, 0] - N[I, 0])[:, None] * s
        lo = N[I, 1][:, None] + (N[J, 1] - N[I, 1])[:, None] * s
        iy = ((la - LAT0) / RES).astype(int); ix = ((lo - LON0) / RES).astype(int)
        for mm in self.m:
            ok = ~mm[iy, ix].any(1)
            A = [[] for _ in range(n)]
            for i, j, d in zip(I[ok].tolist(), J[ok].tolist(), D[I[ok], J[ok]].tolist()):
                A[i].append((j, d)); A[j].append((i, d))
            self.adj.append(A)
        self.cache = {}
        self.rc = {}
    def inm(self, m, la, lo):
        iy = int((la - LAT0) / RES); ix = int((lo - LON0) / RES)
        if iy < 0 or ix < 0 or iy >= NY or ix >= NX: return False
        return bool(m[iy, ix])
    def los(self, a, b, m, tol=8.0):
        d = nm(a, b)
        k = max(3, int(d / 1.2))
        s = np.linspace(0, 1, k)
        if tol:
            keep = (s * d > tol) & ((1 - s) * d > tol)
        la = a[0] + (b[0] - a[0]) * s; lo = a[1] + (b[1] - a[1]) * s
        iy = np.clip(((la - LAT0) / RES).astype(int), 0, NY - 1); ix = np.clip(((lo - LON0) / RES).astype(int), 0, NX - 1)
        if tol:
            return not (m[iy, ix] & keep).any() and not self.raw[iy, ix][1:-1][(s[1:-1] * d > 2.5) & ((1 - s[1:-1]) * d > 2.5)].any()
        return not m[iy, ix].any()
    def near(self, p, m, v):
        d = np.hypot((self.N[:, 0] - p[0]) * 60, (self.N[:, 1] - p[1]) * 60 * math.cos(math.radians(p[0])))
        o = np.argsort(d)
        r = [(int(i), float(d[i])) for i in o[:16] if self.adj[v][i] and self.los(p, self.nodes[i], m)]
        if not r: r = [(int(i), float(d[i])) for i in o[:16] if self.adj[v][i] and self.los(p, self.nodes[i], self.raw)]
        if not r: r = [(int(i), float(d[i])) for i in o[:6] if self.adj[v][i]]
        return r
    def dij(self, src, v):
        k = (src, v)
        if k in self.cache: return self.cache[k]
        A = self.adj[v]; n = len(A)
        D = [1e9] * n; P = [-1] * n; D[src] = 0; h = [(0.0, src)]
        while h:
            d, u = heapq.heappop(h)
            if d > D[u]: continue
            for w, c in A[u]:
                e = d + c
                if e < D[w]:
                    D[w] = e; P[w] = u; heapq.heappush(h, (e, w))
        self.cache[k] = (D, P)
        return self.cache[k]
    def route(self, a, b, avoid=True):
        key = (round(a[0], 2), round(a[1], 2), round(b[0], 2), round(b[1], 2), avoid)
        if key in self.rc:
            return [a] + self.rc[key][1:-1] + [b]
        v = 1 if avoid and not self.inm(self.m[1] & ~self.m[0], *a) and not self.inm(self.m[1] & ~self.m[0], *b) else 0
        m = self.m[v]
        if self.los(a, b, m, 5.0):
            r = [a, b]
        else:
            nb = self.near(b, m, v)
            src, d0 = nb[0]
            D, P = self.dij(src, v)
            na = self.near(a, m, v)
            best = min(na, key=lambda x: x[1] + D[x[0]])
            p = [a]; u = best[0]
            while u != -1 and len(p) < 400:
                p.append(self.nodes[u]); u = P[u]
            p.append(b)
            r = [a]; i = 0
            while i < len(p) - 1:
                lo = i + 1
                j = len(p) - 1
                step = max(1, (j - lo) // 2)
                # furthest visible, scanned from far end coarsely
                best = lo
                for j in range(len(p) - 1, lo, -1):
                    if self.los(p[i], p[j], m, 5.0 if (i == 0 or j == len(p) - 1) else 0):
                        best = j; break
                r.append(p[best]); i = best
        self.rc[key] = r
        return r

# code: name, cc, locode, berth, road, gate, inner, spellings
PORTS = {}
def P(code, name, cc, loc, berth, road, gate=None, inner=(), sp=()):
    PORTS[code] = dict(code=code, name=name, cc=cc, loc=loc, berth=berth, road=road, gate=gate or road, inner=list(inner), sp=list(sp) or [name.upper()])
P('NAM','Nampo','KP','KPNAM',(38.722,125.395),(38.60,124.93),(38.55,124.78),[(38.62,125.05),(38.685,125.22),(38.70,125.32)],['NAMPO','NAMPHO','NAMPO DPRK','NAM PO','NAMPHO,DPRK','NAMPO PORT'])
P('SON','Songnim','KP','KPSON',(38.742,125.632),(38.60,124.93),(38.55,124.78),[(38.62,125.05),(38.685,125.22),(38.705,125.36),(38.72,125.5)],['SONGRIM','SONGNIM','SONGRIM DPRK'])
P('TAE','Taean','KP','KPNAM',(38.865,125.575),(38.60,124.93),(38.55,124.78),[(38.62,125.05),(38.685,125.22),(38.705,125.36),(38.73,125.52),(38.80,125.60)],['TAEAN','DAEAN','TAEAN DPRK'])
P('HAE','Haeju','KP','KPHAE',(37.995,125.71),(37.84,125.62),(37.70,125.2),[(37.68,125.45),(37.84,125.62),(37.93,125.68)],['HAEJU','HAEJU DPRK'])
P('WON','Wonsan','KP','KPWON',(39.168,127.452),(39.23,127.55),(39.27,127.8),[(39.22,127.55)],['WONSAN','WONSAN DPRK','WON SAN'])
P('HUN','Hungnam','KP','KPHGM',(39.822,127.632),(39.76,127.64),(39.68,127.75),[(39.79,127.635)],['HUNGNAM','HUNGNAM,DPRK','HUNG NAM'])
P('KIM','Kimchaek','KP','KPSON',(40.662,129.200),(40.63,129.25),(40.6,129.4),[],['KIMCHAEK','SONGJIN'])
P('CHO','Chongjin','KP','KPCHO',(41.772,129.825),(41.72,129.86),(41.66,129.97),[(41.75,129.84)],['CHONGJIN','CHONG JIN','CHONGJIN DPRK','CHUNGJIN'])
P('RAJ','Rajin','KP','KPRJN',(42.236,130.286),(42.15,130.30),(42.08,130.38),[(42.19,130.29)],['RAJIN','RASON','RAJIN,DPRK','NAJIN'])
P('DAN','Dandong','CN','CNDDG',(39.825,124.160),(39.60,123.98),(39.5,123.98),[(39.72,124.1)],['DANDONG','DAN DONG','DANDONG CHINA'])
P('DLC','Dalian','CN','CNDLC',(38.940,121.665),(38.87,121.87),(38.80,122.0),[(38.90,121.78)],['DALIAN','DALIAN CHINA','DA LIAN'])
P('BAY','Bayuquan','CN','CNBYQ',(40.290,122.085),(40.20,121.85),(40.1,121.65),[(40.26,122.0)],['BAYUQUAN','YINGKOU','BA YU QUAN','BAYUQUAN CHINA'])
P('JNZ','Jinzhou','CN','CNJNZ',(40.803,121.068),(40.65,121.05),(40.45,121.1),[(40.72,121.06)],['JINZHOU','JIN ZHOU'])
P('SHP','Qinhuangdao','CN','CNSHP',(39.912,119.615),(39.80,119.75),(39.70,119.9),[(39.86,119.66)],['QINHUANGDAO','QHD','QIN HUANG DAO'])
P('TXG','Tianjin','CN','CNTXG',(38.978,117.760),(38.85,118.15),(38.8,118.35),[(38.93,117.95)],['TIANJIN','XINGANG','TIANJIN XINGANG','TIAN JIN'])
P('LKU','Longkou','CN','CNLKU',(37.655,120.310),(37.78,120.28),(37.9,120.3),[(37.70,120.27)],['LONGKOU','LONG KOU','LONGKOU CHINA'])
P('YNT','Yantai','CN','CNYNT',(37.560,121.395),(37.65,121.48),(37.75,121.6),[(37.60,121.42)],['YANTAI','YAN TAI','YANTAI CHINA'])
P('WEI','Weihai','CN','CNWEI',(37.435,122.180),(37.50,122.32),(37.58,122.5),[(37.45,122.23)],['WEIHAI','WEI HAI'])
P('SHD','Shidao','CN','CNSHD',(36.880,122.425),(36.80,122.50),(36.72,122.6),[],['SHIDAO','SHI DAO'])
P('TAO','Qingdao','CN','CNTAO',(36.010,120.225),(35.93,120.50),(35.85,120.7),[(35.98,120.33)],['QINGDAO','QING DAO','QINGDAO CHINA','HUANGDAO'])
P('RZH','Rizhao','CN','CNRZH',(35.380,119.565),(35.30,119.80),(35.25,120.0),[(35.36,119.65)],['RIZHAO','RI ZHAO','RIZHAO CHINA'])
P('LSN','Lanshan','CN','CNLSN',(35.095,119.375),(35.02,119.70),(35.0,119.95),[(35.08,119.48)],['LANSHAN','LAN SHAN'])
P('LYG','Lianyungang','CN','CNLYG',(34.748,119.462),(34.85,119.83),(34.85,120.1),[(34.78,119.58)],['LIANYUNGANG','LYG','LIAN YUN GANG','LIANYUNGANG CHINA'])
P('SHA','Shanghai','CN','CNSHA',(31.360,121.605),(31.10,122.45),(31.05,122.6),[(31.12,122.2),(31.22,121.95),(31.33,121.72)],['SHANGHAI','CJK','SHANG HAI','SHANGHAI,CHINA','CJK SHANGHAI','WAIGAOQIAO'])
P('YSN','Yangshan','CN','CNYSN',(30.620,122.062),(30.70,122.55),(30.72,122.7),[(30.62,122.3)],['YANGSHAN','YANG SHAN','SHANGHAI YANGSHAN'])
P('NGB','Ningbo','CN','CNNGB',(29.945,121.870),(29.75,122.42),(29.72,122.6),[(29.73,122.3),(29.85,122.18),(29.93,122.05)],['NINGBO','NING BO','BEILUN','NINGBO CHINA','XIAZHIMEN'])
P('ZOS','Zhoushan','CN','CNZOS',(29.935,122.135),(29.62,122.42),(29.65,122.62),[(29.74,122.3),(29.85,122.20)],['ZHOUSHAN','ZHOU SHAN','ZHOUSHAN CHINA','ZHOUSHAN OPL'])
P('LHS','Luhuashan','CN','CNZOS',(30.79,122.62),(30.85,122.75),(30.88,122.85),[],['LVHUASHAN','LUHUASHAN','ZHOUSHAN','MAJISHAN'])
P('WNZ','Wenzhou','CN','CNWNZ',(27.955,120.980),(27.88,121.25),(27.82,121.4),[(27.95,121.1)],['WENZHOU','WEN ZHOU'])
P('FOC','Fuzhou','CN','CNFOC',(25.97,119.63),(25.98,119.88),(26.0,120.05),[],['FUZHOU','MAWEI','FU ZHOU'])
P('XMN','Xiamen','CN','CNXMN',(24.450,118.060),(24.33,118.22),(24.25,118.3),[(24.40,118.12)],['XIAMEN','XIA MEN'])
P('KEL','Keelung','TW','TWKEL',(25.150,121.748),(25.22,121.75),(25.35,121.75),[],['KEELUNG','KEELUNG TW','CHILUNG'])
P('TXT','Taichung','TW','TWTXG',(24.275,120.505),(24.28,120.40),(24.3,120.3),[],['TAICHUNG','TAICHUNG TW'])
P('KHH','Kaohsiung','TW','TWKHH',(22.570,120.295),(22.56,120.20),(22.52,120.1),[],['KAOHSIUNG','KAOHSIUNG TW','KHH'])
P('MLI','Mailiao','TW','TWMLI',(23.790,120.165),(23.80,120.02),(23.82,119.98),[],['MAILIAO','MAI LIAO'])
P('INC','Incheon','KR','KRINC',(37.465,126.600),(37.20,126.30),(37.0,125.85),[(37.1,126.1),(37.25,126.38),(37.38,126.55)],['INCHEON','INCHON','INCHEON KOREA'])
P('PTK','Pyeongtaek','KR','KRPTK',(36.975,126.825),(37.08,126.35),(37.0,125.85),[(37.1,126.1),(37.05,126.5),(37.0,126.72)],['PYEONGTAEK','PYEONG TAEK','PTK'])
P('DAE','Daesan','KR','KRTSN',(37.015,126.420),(37.08,126.28),(37.0,125.85),[(37.1,126.1),(37.06,126.36)],['DAESAN','DAE SAN'])
P('KUV','Gunsan','KR','KRKUV',(35.975,126.590),(35.93,126.38),(35.9,126.2),[(35.96,126.5)],['GUNSAN','KUNSAN'])
P('MOK','Mokpo','KR','KRMOK',(34.780,126.385),(34.60,125.75),(34.45,125.7),[(34.60,126.1),(34.72,126.28)],['MOKPO'])
P('YOS','Yeosu','KR','KRYOS',(34.845,127.705),(34.63,127.88),(34.4,127.95),[(34.74,127.80)],['YEOSU','YOSU','YEOSU ANCH','YEOSU KOREA'])
P('KAN','Gwangyang','KR','KRKAN',(34.905,127.685),(34.63,127.90),(34.4,127.95),[(34.74,127.80),(34.86,127.76)],['GWANGYANG','KWANGYANG','GWANG YANG'])
P('PUS','Busan','KR','KRPUS',(35.100,129.065),(35.05,129.10),(34.95,129.15),[(35.075,129.085)],['BUSAN','PUSAN','BUSAN KOREA','BUSAN,KOREA','BUSAN S.KOREA'])
P('USN','Ulsan','KR','KRUSN',(35.500,129.385),(35.42,129.46),(35.35,129.6),[(35.46,129.41)],['ULSAN','ULSAN KOREA','ULSAN,KR'])
P('POH','Pohang','KR','KRKPO',(36.025,129.420),(36.06,129.50),(36.2,129.65),[(36.12,129.55)],['POHANG','POHANG KOREA','PO HANG'])
P('DON','Donghae','KR','KRTGH',(37.490,129.140),(37.48,129.22),(37.48,129.35),[],['DONGHAE','DONG HAE','DONGHAE KOREA'])
P('CHA','Jeju','KR','KRCHA',(33.525,126.545),(33.57,126.58),(33.68,126.6),[],['JEJU','CHEJU'])
P('VVO','Vladivostok','RU','RUVVO',(43.110,131.885),(43.02,131.83),(42.75,131.75),[(42.95,131.80),(43.07,131.86)],['VLADIVOSTOK','VLADIVOSTOK RU','RU VVO','VLADIVOSTOK RUSSIA'])
P('NJK','Nakhodka','RU','RUNJK',(42.800,132.885),(42.76,132.92),(42.6,132.95),[(42.70,132.93)],['NAKHODKA','NAKHODKA RU','NAHODKA','NAKHODKA RUSSIA'])
P('VYP','Vostochny','RU','RUVYP',(42.740,133.060),(42.70,132.99),(42.6,133.0),[],['VOSTOCHNY','VOSTOCHNIY','VOSTOCHNY RU'])
P('SLV','Slavyanka','RU','RUSLV',(42.860,131.390),(42.83,131.47),(42.7,131.55),[],['SLAVYANKA','SLAVIANKA'])
P('POS','Posyet','RU','RUPOS',(42.652,130.800),(42.58,130.87),(42.45,130.95),[],['POSYET','POSIET'])
P('ZAR','Zarubino','RU','RUZAR',(42.640,131.085),(42.58,131.12),(42.45,131.15),[],['ZARUBINO'])
P('KHO','Kholmsk','RU','RUKHO',(47.045,142.040),(47.04,141.97),(47.0,141.8),[],['KHOLMSK','HOLMSK'])
P('VNN','Vanino','RU','RUVNN',(49.085,140.275),(49.06,140.42),(49.0,140.65),[],['VANINO'])
P('HKT','Hakata','JP','JPHKT',(33.610,130.395),(33.66,130.32),(33.85,130.15),[(33.72,130.25)],['HAKATA','JP HKT','HAKATA JP'])
P('MOJ','Kitakyushu','JP','JPKKJ',(33.930,130.850),(33.97,130.72),(34.1,130.6),[],['KITAKYUSHU','MOJI','KOKURA'])
P('NGS','Nagasaki','JP','JPNGS',(32.735,129.865),(32.68,129.75),(32.6,129.4),[(32.70,129.78)],['NAGASAKI'])
P('MAI','Maizuru','JP','JPMAI',(35.485,135.365),(35.60,135.36),(35.85,135.3),[(35.65,135.36),(35.53,135.34)],['MAIZURU'])
P('TRG','Tsuruga','JP','JPTRG',(35.665,136.070),(35.72,136.03),(35.9,135.85),[],['TSURUGA'])
P('SMN','Sakaiminato','JP','JPSMN',(35.540,133.250),(35.60,133.32),(35.75,133.4),[(35.58,133.35)],['SAKAIMINATO','SAKAI'])
P('TOY','Toyama','JP','JPTOS',(36.765,137.225),(36.82,137.23),(37.1,137.3),[],['TOYAMA','FUSHIKI TOYAMA','FUSHIKI'])
P('KIJ','Niigata','JP','JPKIJ',(37.945,139.070),(37.98,138.98),(38.1,138.85),[],['NIIGATA','NIIGATA JP','JP KIJ'])
P('AXT','Akita','JP','JPAXT',(39.760,140.055),(39.76,139.98),(39.75,139.55),[],['AKITA'])
P('OTR','Otaru','JP','JPOTR',(43.200,141.005),(43.28,141.05),(43.55,141.0),[],['OTARU','ISHIKARI'])
P('HKD','Hakodate','JP','JPHKD',(41.785,140.712),(41.73,140.68),(41.5,140.65),[(41.65,140.65)],['HAKODATE'])
GATES = {'SW': ((22.6, 118.2), 'SINGAPORE'), 'LUZ': ((21.2, 120.6), 'PH'), 'PAC': ((28.0, 132.6), 'PACIFIC'), 'TSU': ((41.65, 143.5), 'USA'), 'OSU': ((30.3, 132.5), 'TOKYO')}
GDEST = {'SW': ['SINGAPORE','SG SIN','HONG KONG','HK HKG','HAIPHONG','VN HPH','PORT KLANG','HKHKG','VUNG TAU'], 'LUZ': ['MANILA','PH MNL','AU PHE','PORT HEDLAND','INDONESIA','SUBIC'],
         'PAC': ['US LAX','LONG BEACH','GUAM','PANAMA','AU NTL','CHILE'], 'TSU': ['VANCOUVER','CA VAN','PORTLAND OR','SEATTLE'], 'OSU': ['TOKYO','JP TYO','YOKOHAMA','JP NGO','KASHIMA']}
for _p in PORTS.values(): GDEST.setdefault(_p['code'], None)
DPRK_PORTS = ('NAM','SON','TAE','HAE','WON','HUN','KIM','CHO','RAJ')

# shore receivers (lat, lon, antenna height m)
STA = [(39.85,124.05,60),(39.25,122.7,90),(38.95,121.75,180),(38.80,121.2,220),(39.5,121.4,60),(40.25,122.1,50),(40.85,121.05,60),(39.95,119.6,70),(39.0,117.8,60),
 (38.4,117.9,40),(37.75,119.0,30),(37.7,120.3,80),(38.2,120.75,150),(37.6,121.4,150),(37.45,122.6,140),(36.9,122.5,120),(36.7,121.4,60),(36.1,120.45,250),(35.4,119.55,80),(34.75,119.45,180),
 (34.1,120.3,25),(33.3,120.8,25),(32.3,121.4,30),(31.4,121.8,50),(31.2,122.2,60),(30.7,122.1,90),(30.85,122.65,150),(30.1,122.2,180),(29.85,122.4,160),(29.95,121.9,150),(29.2,122.0,150),(28.5,121.7,150),
 (27.95,121.1,150),(27.1,120.4,200),(26.3,119.9,180),(25.5,119.8,150),(24.5,118.2,200),(23.5,117.4,120),
 (25.2,121.75,250),(25.1,121.3,100),(24.3,120.5,80),(23.6,120.15,50),(22.6,120.3,200),(24.0,121.65,150),(24.9,122.0,200),(23.6,119.6,60),(22.0,120.75,150),
 (37.95,124.68,120),(37.66,125.7,90),(37.45,126.45,110),(37.0,126.35,100),(36.6,126.2,120),(35.95,126.5,60),(35.35,126.3,80),(34.7,125.95,150),(34.7,125.2,150),(34.3,126.4,120),(34.5,127.5,150),(34.75,127.8,150),(34.75,128.6,200),(35.1,129.1,180),
 (35.5,129.4,100),(36.05,129.55,120),(36.7,129.45,120),(37.25,129.35,140),(37.55,129.1,100),(38.2,128.6,120),(37.5,130.9,300),(33.5,126.55,300),(33.25,126.3,120),(33.3,126.8,120),(34.05,127.3,120),
 (34.4,129.3,250),(33.75,129.7,120),(33.65,130.3,120),(34.0,130.9,120),(33.2,129.6,150),(32.7,129.75,200),(32.75,128.8,200),(31.9,130.2,150),(31.2,130.6,200),(30.4,130.6,250),(28.4,129.5,200),(26.3,127.8,120),
 (34.5,131.4,120),(34.95,132.0,100),(35.5,132.7,150),(35.55,133.4,120),(36.2,133.25,200),(35.7,134.9,150),(35.75,136.0,150),(36.6,136.6,80),(37.35,136.85,150),(36.85,137.2,60),(37.4,138.5,120),(38.0,138.4,250),(38.0,139.2,80),(39.0,139.85,100),(39.9,139.8,180),(41.2,140.3,200),(41.8,140.7,200),(42.4,139.9,120),(43.3,140.5,180),(43.3,141.2,80),(45.4,141.7,100),
 (42.55,130.85,120),(42.65,131.1,120),(43.1,131.95,180),(42.75,132.3,120),(42.8,132.9,180),(42.75,133.7,100),(43.3,134.4,120),(44.3,135.9,100),(47.05,142.05,150),(49.05,140.3,120)]
STA = np.array(STA)
DENSE = [(31,122.3,1.6,1.0),(29.8,122.5,1.2,1.0),(36,120.8,1.5,.7),(38.6,120.6,1.8,.75),(35,120.3,1.5,.6),(33.5,122.5,2.5,.5),(27.5,121.5,2.0,.7),(25,119.8,2,.7),(35,128.9,1.6,.7),(34.0,126.2,1.5,.45),(37.2,126.1,1.0,.45),(34,130.5,1.0,.5),(30.5,124.5,2.0,.35),(39,124,1.2,.25)]

def density(la, lo):
    d = np.full(np.shape(la), .04)
    for a, o, s, w in DENSE:
        d = d + w * np.exp(-(((la - a) ** 2 + ((lo - o) * .8) ** 2) / (2 * s * s)))
    return np.minimum(d, 1.0)

STORMS = [(0, 1.2, (28.5,125.5), (34.2,128.2), 3.6, .45), (1.2, 2.2, (34.2,128.2), (39.5,136.5), 3.8, .45), (2.2, 3.0, (39.5,136.5), (43.5,143), 3.5, .6),
          (21.3, 23.2, (38,122.5), (39.5,133), 4.5, .68), (25.5, 27.5, (36,124), (41,137), 5.0, .72), (27.0, 29.5, (22,121), (25,120), 3.0, .7), (11.5, 12.6, (33,123), (38,134), 4.0, .8)]
def weather(t, p):
    f = 1.0; d = t / DAY
    for a, b, p1, p2, r, k in STORMS:
        if a <= d <= b:
            x = (d - a) / (b - a)
            c = (p1[0] + x * (p2[0] - p1[0]), p1[1] + x * (p2[1] - p1[1]))
            if nm(c, p) < r * 60: f = min(f, k)
    return f

# ----------------------------------------------------------------------------- names and numbers
CNW = 'XIN HAI HONG SHENG JIN YUAN FENG DA HE RUI TAI SHUN CHANG AN FU XING HUA LONG GUANG TONG HENG WAN DE LI MING ZHONG BAO TIAN YI XIANG'.split()
KPW = 'KUM SONG RYON HWA TAE PYONG SAN CHOL RIM UN JONG SU BONG MI RAE PHO TAEDONG CHONG HUNG PAEK MA SOK HAE JIN KANG NAM'.split()
KRW = 'DONG HAE SUNG HAN JIN KWANG WOO SAM YANG SEO KUM GANG DAE MYUNG SHIN HO'.split()
JPW = 'KOYO HOEI SHINSEI EIFUKU TAIYO KAISEI DAIICHI FUKUJU SEIWA RYUEI HAKUHO TENRYU MEIKO'.split()
RUW = ['PRIMORYE','KAPITAN SOKOLOV','AMUR','ZEYA','OLGA BAY','SIBIRTSEVO','KAPITAN KRASIN','IVAN LUKIN','PATRIOT V','SPUTNIK ENERGIYA','TAYGA','VOSTOK STAR','ANGARA','SEVERNAYA','YANTAR','LADOGA','BELUGA']
FOC = ['ASIA','ORIENT','OCEAN','GLORY','BRIGHT','LUCKY','STAR','RICH','GOLDEN','PACIFIC','EVER','GLOBAL','UNI','SEA','JADE','PEARL','DRAGON','HOPE','VICTORY','SKY','SHINE','HARMONY','FORTUNE','WINNER','TRADER','PIONEER','BULK','PRIDE']
MID = {'CN':(412,413,414),'HK':(477,),'TW':(416,),'KR':(440,441),'JP':(431,432),'RU':(273,),'KP':(445,),'PA':(351,352,353,354,355,356,357,370,371,372,373),'SL':(667,),'TG':(671,),
       'BZ':(312,),'KM':(616,620),'MH':(538,),'LR':(636,),'MN':(457,),'KH':(514,515),'VN':(574,),'PW':(511,),'DM':(325,),'TZ':(677,),'TV':(572,),'CK':(518,),'KI':(529,),'KN':(341,),'SG':(563,564,565,566),'MT':(215,248,249,256),'VU':(576,577),'BS':(308,309,311)}
CALL = {'CN':'B','HK':'VR','TW':'B','KR':'D','JP':'J','RU':'U','KP':'HM','PA':'H','SL':'9L','TG':'5V','BZ':'V3','KM':'D6','MH':'V7','LR':'A8','MN':'JV','KH':'XU','VN':'3W','PW':'T8','DM':'J7','TZ':'5I','TV':'T2','CK':'E5','KI':'T3','KN':'V4','SG':'9V','MT':'9H','VU':'YJ','BS':'C6'}
SIZES = {  # L, W, laden, ballast, speed
 'coaster': ((70,100),(11,16),(4.6,6.6),(2.4,3.4),(8.5,11.5)), 'handy': ((120,185),(19,30),(8,10.6),(4,5.8),(10.5,13.5)), 'pmax': ((190,229),(32,32.3),(11.5,14.2),(5.8,7.2),(11,13.5)),
 'cape': ((270,295),(43,47),(16,18.2),(8,9.5),(11,13.5)), 'feeder': ((120,180),(20,28),(7,9.6),(6,7.5),(13.5,18)), 'boxship': ((230,366),(32,51),(11,14.5),(9,12),(15,20)),
 'stank': ((65,110),(10,18),(4.4,6.8),(2.6,3.8),(9,12)), 'mtank': ((140,183),(23,32.2),(8.5,12),(5.2,7),(11,13.5)), 'vlcc': ((320,333),(58,60),(19.5,21.5),(10,11.5),(11,13.5)),
 'ferry': ((140,200),(22,28),(5.8,6.6),(5.6,6.2),(17,22)), 'fish': ((28,45),(6,8),(2.8,3.6),(2.4,3.0),(8,10)), 'squid': ((48,70),(8,11),(3.6,4.6),(3.2,4),(9,12)), 'barge': ((52,88),(9,16),(3.2,4.8),(1.2,2.0),(6,8.5)),
 'tug': ((28,38),(9,11),(3.5,4.5),(3.4,4.2),(7,11))}

class Ship: pass

class Sim:
    def __init__(self, seed):
        self.r = np.random.default_rng(seed * 7919 + 13)
        self.rt = Router()
        self.ships = []; self.used = set(); self.names = set()
        self.hidden = []; self.innocent = []
        self.sat_pass = []
    # random helpers
    def u(self, a, b): return float(self.r.uniform(a, b))
    def ch(self, x, p=None): return x[int(self.r.choice(len(x), p=p))]
    def p(self, x): return self.r.random() < x
    def mmsi(self, flag):
        while True:
            m = self.ch(MID[flag]) * 1000000 + int(self.r.integers(100000, 999999))
            if flag in ('PA', 'SL', 'TG', 'BZ', 'KM', 'KH', 'MN', 'VN', 'LR', 'MH'): m = m // 1000 * 1000 if self.p(.6) else m
            if m not in self.used:
                self.used.add(m); return m
    def imo(self):
        while True:
            b = int(self.r.integers(780000, 979999)); s = str(b)
            n = b * 10 + sum(int(c) * k for c, k in zip(s, (7, 6, 5, 4, 3, 2))) % 10
            if n not in self.used:
                self.used.add(n); return n
    def call(self, flag):
        p = CALL[flag]; L = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
        n = 4 if flag in ('CN', 'KP', 'TW') else int(self.r.integers(4, 7))
        s = p
        while len(s) < n: s += self.ch(L) if len(s) < 4 else self.ch('0123456789')
        return s
    def name(self, flag, kind=''):
        for _ in range(200):
            if kind in ('fish', 'squid') and flag == 'CN': n = self.ch(['LU RONG YU','LIAO DAN YU','ZHE LING YU','LU WEI YU','ZHE PU YU','SU GAN YU','LIAO DA ZHONG YU','LU QING YUAN YU']) + ' ' + str(self.r.integers(10000, 69999))
            elif kind == 'fish' and flag == 'KR': n = 'NO.%d %s HO' % (self.r.integers(1, 999), self.ch(KRW) + self.ch(KRW))
            elif flag == 'CN': n = ' '.join(self.ch(CNW) for _ in range(int(self.r.integers(2, 4)))) + (' %d' % self.r.integers(1, 99) if self.p(.75) else '')
            elif flag == 'TW': n = ' '.join(self.ch(CNW) for _ in range(2)) + (' NO.%d' % self.r.integers(1, 30) if self.p(.4) else '')
            elif flag == 'KP': n = ' '.join(self.ch(KPW) for _ in range(2)) + (' %d' % self.r.integers(1, 12) if self.p(.6) else '')
            elif flag == 'KR': n = self.ch(KRW) + self.ch(KRW) + (' ' + self.ch(['STAR','NO.1','PIONEER','QUEEN','ACE','NO.3','FRONTIER']))
            elif flag == 'JP': n = self.ch(JPW) + ' MARU' + (' NO.%d' % self.r.integers(1, 20) if self.p(.5) else '')
            elif flag == 'RU': n = self.ch(RUW) + (' %d' % self.r.integers(2, 20) if self.p(.35) else '')
            else: n = self.ch(FOC) + ' ' + self.ch(FOC) + (' %d' % self.r.integers(1, 20) if self.p(.35) else '')
            n = n[:20]
            if n not in self.names:
                self.names.add(n); return n
        return n + 'X'
    def ship(self, flag, size, typ=None, imo=True, cls='A', **kw):
        s = Ship(); s.sim = self
        Z = SIZES[size]; f = self.r.random()
        mix = lambda ab, j=.12: ab[0] + (ab[1] - ab[0]) * min(1, max(0, f + self.u(-j, j)))
        s.size = size; s.L = round(mix(Z[0])); s.W = round(mix(Z[1])); s.dl = round(mix(Z[2]), 1); s.db = round(mix(Z[3]), 1); s.v = self.u(*Z[4])
        s.typ = typ if typ is not None else {'stank': 80, 'mtank': 80, 'vlcc': 80, 'ferry': 60, 'fish': 30, 'squid': 30, 'tug': 52, 'barge': 70}.get(size, 70)
        if s.typ == 80 and self.p(.5): s.typ = self.ch([80, 80, 82, 83, 84, 89])
        if s.typ == 70 and self.p(.35): s.typ = self.ch([70, 71, 72, 74, 79])
        s.flag = flag; s.name = kw.get('name') or self.name(flag, size); s.mm = kw.get('mmsi') or self.mmsi(flag); s.im = self.imo() if imo else None
        s.cs = self.call(flag) if self.p(.95) else ''
        s.cls = cls
        small = size in ('coaster', 'stank', 'barge')
        s.habit = self.ch(['each','late','const','absent','rough'], [.46,.16,.22,.08,.08] if small else [.72,.12,.08,.02,.06]) if size not in ('fish', 'squid') else self.ch(['const', 'absent'])
        s.lazynav = self.p(.18 if small else .07)
        s.lazydest = self.p(.2 if small else .05)
        s.q = self.u(.55, 1.0) if cls == 'A' else self.u(.4, .9)
        s.h = {'coaster': 16, 'barge': 8, 'fish': 7, 'squid': 12, 'stank': 15, 'tug': 12}.get(size, 30)
        s.kn = []; s.evs = []; s.off = []; s.spoofs = []; s.loc = None; s.t = 0.; s.pos = None; s.avoid = flag != 'KP'
        s.swing = self.u(0, 6.28); s.sr = self.u(.0010, .0024) * (1 if s.L < 150 else 1.6); s.hdgok = cls == 'A' and self.p(.88 if not small else .7)
        s.circuit = None; s.role = size; s.laden = None; s.done = False
        s.ev(-1e9, mmsi=s.mm, name=s.name, imo=s.im, call=s.cs, typ=s.typ, len=s.L, wid=s.W, draught={'absent': None}.get(s.habit, s.dl if s.habit == 'const' else s.db), dest='' if self.p(.1) else None, nav=0)
        if cls == 'B': s.ev(-1e9 + 1, imo=None, draught=None, dest=None)
        self.ships.append(s)
        return s
    def act(self, hid, kind, ships, places, begin, end, goods, note):
        L = self.hidden if hid else self.innocent
        L.append({"id": ('h' if hid else 'i') + str(len(L) + 1), "kind": kind, "ships": ships, "places": [[r, n, c, round(la, 4), round(lo, 4)] for r, n, c, la, lo in places],
                  "begin": int(max(0, begin)), "end": int(min(T, end)), "goods": goods, "note": note, "ends": []})
        return L[-1]

def _m(f):
    setattr(Ship, f.__name__, f); return f

@_m
def ev(s, t, **k): s.evs.append((t, len(s.evs), k))
@_m
def who(s, role): return [role, s.name, int(s.mm), int(s.im) if s.im else None, s.flag]
@_m
def k(s, t, p, m): s.kn.append((t, p[0], p[1], m))
@_m
def resolve(s, w):
    r = s.sim
    if w[0] == 'b':
        p = PORTS[w[1]]; j = (r.u(-.004, .004), r.u(-.004, .004))
        b = (p['berth'][0] + j[0], p['berth'][1] + j[1])
        return b, [p['gate']] + p['inner'] + [b]
    if w[0] == 'r':
        p = PORTS[w[1]]; sc = .035 if p['cc'] in ('KR', 'JP', 'KP', 'RU', 'TW') else .07
        for _ in range(20):
            b = (p['road'][0] + r.u(-sc, sc), p['road'][1] + r.u(-sc, sc))
            if not r.rt.inm(r.rt.raw, *b): break
        return b, [b]
    return w, [w]
@_m
def place(s, t, w):
    b, c = s.resolve(w); s.t = t; s.pos = b; s.loc = w if w[0] in ('b', 'r') else None
    s.k(t, b, 'B' if w[0] == 'b' else ('A' if w[0] == 'r' else 'M')); s.chain = c
    s.nav(t, 5 if w[0] == 'b' else 1 if w[0] == 'r' else 0)
@_m
def nav(s, t, n):
    r = s.sim
    if s.lazynav and not (r.p(.15)): return
    if r.p(.05): return
    s.ev(t + abs(r.r.normal(0, 600)), nav=n)
@_m
def destev(s, t, w, force=False):
    r = s.sim
    if s.cls == 'B' or (s.lazydest and not force and r.p(.8)): return
    s.ev(t - r.u(-1, 2) * HR, dest=s.spell(w))
@_m
def spell(s, w):
    r = s.sim
    if isinstance(w, str) and w not in PORTS and w not in GDEST: return w
    if w in GATES: return r.ch(GDEST[w])
    p = PORTS[w]; x = r.r.random()
    loc = p['loc']
    if x < .45: d = r.ch(p['sp'])
    elif x < .62: d = loc[:2] + ' ' + loc[2:]
    elif x < .74: d = loc
    elif x < .86 and s.loc and s.loc[1] in PORTS: d = PORTS[s.loc[1]]['loc'][:2] + ' ' + PORTS[s.loc[1]]['loc'][2:] + r.ch(['>', ' > ', '>>', '-']) + loc[:2] + ' ' + loc[2:]
    elif x < .9: d = r.ch(p['sp']) + r.ch([' VIA', ' ANCH', ' ROADS', '.', ' ETA', ' OPL'])
    elif x < .93: d = r.ch(['FOR ORDER', 'FOR ORDERS', 'TO ORDER', 'ORDERS'])
    else: d = r.ch(p['sp'])[:3] + r.ch(p['sp'])[3:].replace('G', '').replace('N', '', 1)
    return d[:20]
@_m
def cargo(s, f, t=None, force=False):
    """true load fraction f from time t; entered as the crew do"""
    r = s.sim; t = s.t if t is None else t
    d = s.db + f * (s.dl - s.db); s.laden = f
    if s.cls == 'B': return
    if s.habit == 'each': s.ev(t + r.u(-3, 3) * HR, draught=round(d + r.u(-.1, .1), 1))
    elif s.habit == 'late': s.ev(t + r.u(4, 50) * HR, draught=round(d + r.u(-.2, .2), 1))
    elif s.habit == 'rough' and r.p(.7): s.ev(t + r.u(-3, 9) * HR, draught=round(d))
@_m
def stay(s, dur, mode=None):
    r = s.sim
    m = mode or ('B' if s.loc and s.loc[0] == 'b' else 'A' if s.loc and s.loc[0] == 'r' else 'D')
    if m == 'D':
        s.drift(dur)
        return
    s.k(s.t, s.pos, m); s.t += dur; s.k(s.t, s.pos, m)
@_m
def drift(s, dur, back=True):
    """drift waiting at sea, with the odd repositioning"""
    r = s.sim; t1 = s.t + dur; p0 = s.pos; b = r.u(0, 360); s.nav(s.t, r.ch([0, 0, 2, 8 if r.p(.1) else 0]))
    while s.t < t1 - 60:
        d = min(t1 - s.t, r.u(.6, 1.5) * HR); b += r.u(-40, 40); v = r.u(.3, 1.3)
        s.k(s.t, s.pos, 'D'); s.t += d
        s.pos = toward(s.pos, b, v * d / HR)
        if back and nm(s.pos, p0) > r.u(4, 9) and t1 - s.t > 2 * HR:
            s.k(s.t, s.pos, 'M'); dd = nm(s.pos, p0); s.t += dd / 5.0 * HR; s.pos = toward(p0, r.u(0, 360), r.u(0, 1))
    s.k(s.t, s.pos, 'D')
@_m
def eta(s, w, v=None):
    b, c = s.resolve(w); st = s.pos
    rt = s.sim.rt.route(s.out_pt(), c[0], s.avoid)
    return sum(nm(a, b) for a, b in zip(rt[:-1], rt[1:])) / (v or s.v) * HR * 1.06 + 1.5 * HR
@_m
def out_pt(s):
    return PORTS[s.loc[1]]['gate'] if s.loc and s.loc[0] == 'b' else s.pos
@_m
def go(s, w, v=None, via=(), dest='auto', straight=False):
    r = s.sim; v = v or s.v
    if isinstance(w[0], str) and w[0] == 'g': tgt = GATES[w[1]][0]; tgt = (tgt[0] + r.u(-.2, .2), tgt[1] + r.u(-.2, .2)); b, c = tgt, [tgt]
    else: b, c = s.resolve(w)
    if dest == 'auto':
        if isinstance(w[0], str): s.destev(s.t, w[1])
    elif dest is not None: s.destev(s.t, dest, True)
    head = []
    if s.loc and s.loc[0] == 'b': head = [s.pos] + [x for x in reversed(PORTS[s.loc[1]]['inner'])] + [PORTS[s.loc[1]]['gate']]
    a = head[-1] if head else s.pos
    path = []
    for x in list(via) + [c[0]]:
        seg = [a, x] if straight else r.rt.route(a, x, s.avoid)
        path += seg if not path else seg[1:]; a = x
    s.nav(s.t, 0)
    t = s.t; s.k(t, s.pos, 'M'); cur = s.pos
    for x in head[1:]:
        d = nm(cur, x); t += d / (v * r.u(.5, .7)) * HR; s.k(t, x, 'M'); cur = x
    # resample the open part with lateral offset
    tot = sum(nm(p, q) for p, q in zip(path[:-1], path[1:]))
    A = r.r.normal(0, 1.1) + .5; ph = r.u(0, 6.28); wl = r.u(30, 90); A2 = abs(r.r.normal(0, .3)); gone = 0.; vf = r.u(.95, 1.04)
    M = r.rt.m[0]; nseg = len(path) - 1
    for i in range(nseg):
        p, q = path[i], path[i + 1]; d = nm(p, q)
        if d < .01: continue
        n = max(1, int(round(d / 5.0))); brg = math.degrees(math.atan2((q[1] - p[1]) * math.cos(math.radians(p[0])), q[0] - p[0]))
        for j in range(1, n + 1):
            x = (p[0] + (q[0] - p[0]) * j / n, p[1] + (q[1] - p[1]) * j / n); g = gone + d * j / n
            fr = min(1, g / 15, (tot - g) / 15)
            y = toward(x, brg + 90, fr * (A + A2 * math.sin(g / wl * 6.28 + ph)))
            if r.rt.inm(M, *y): y = x
            if i == nseg - 1 and j == n: y = x
            dd = nm(cur, y); vv = v * vf * weather(t, cur) * (1 + .02 * r.r.standard_normal())
            if tot - g < 4 or g < 3: vv *= .7
            t += dd / max(2, vv) * HR; s.k(t, y, 'M'); cur = y
        gone += d
    for x in c[1:]:
        d = nm(cur, x); t += d / (v * r.u(.45, .65)) * HR; s.k(t, x, 'M'); cur = x
    s.t = t; s.pos = cur; s.loc = w if isinstance(w[0], str) and w[0] in ('b', 'r') else None
    if s.loc: s.nav(t, 5 if w[0] == 'b' else 1); s.k(t, cur, 'B' if w[0] == 'b' else 'A')
    return t
@_m
def away(s, dur, w=None):
    """out of the area"""
    s.k(s.t, s.pos, 'X'); s.t += dur
    if w:
        g = GATES[w][0]; s.pos = (g[0] + s.sim.u(-.2, .2), g[1] + s.sim.u(-.2, .2))
    s.k(s.t, s.pos, 'M'); s.loc = None
@_m
def dark(s, a, b): s.off.append((a, b))

def shared_stay(sim, A, B, dur, drift):
    """two hulls alongside one another for dur; B 35-60 m off A. both cursors must agree"""
    t0 = max(A.t, B.t); p = A.pos; b = sim.u(0, 360); t = t0; off = toward((0, 0), sim.u(0, 360), sim.u(18, 32) / 1852.)
    sc = 1 / math.cos(math.radians(p[0])); q = lambda p: (p[0] + off[0], p[1] + off[1] * sc)
    A.nav(t, sim.ch([0, 1, 2, 5]) if drift else 1); B.nav(t, sim.ch([0, 2, 5]) if drift else sim.ch([1, 5, 0]))
    A.k(t, p, 'S'); B.k(t, q(p), 'S')
    base = p; sw = A.swing; sr = A.sr
    while t < t0 + dur - 1:
        d = min(t0 + dur - t, 1200.)
        t += d
        if drift: b += sim.u(-12, 12); p = toward(p, b, sim.u(.3, 1.1) * d / HR)
        else:
            th = sw + 1.3 * math.tanh(2.5 * math.sin(2 * math.pi * t / 44712)); p = (base[0] + sr * math.cos(th), base[1] + sr * math.sin(th))
        A.k(t, p, 'S'); B.k(t, q(p), 'S')
    A.t = B.t = t; A.pos = p; B.pos = q(p); A.loc = B.loc = None

def meet(sim, A, B, p, dur, drift=True, wait_first=None):
    """A and B come to p and lie alongside; returns (begin, end)"""
    for S in (A, B):
        if nm(S.pos, p) > 4 or S.loc and S.loc[0] == 'b':
            S.go(toward(p, sim.u(0, 360), sim.u(1.0, 3.0)), dest=None)
    for S, O in ((A, B), (B, A)):
        if S.t < O.t - 1800:
            S.stay(O.t - S.t + sim.u(0, 1200), 'D' if drift or not S.loc else None)
    t = max(A.t, B.t) + sim.u(1200, 3600)
    for S in (A, B):
        S.k(S.t, S.pos, 'D')
        d = max(.1, nm(S.pos, p)); tt = t - min(d / 4.0 * HR, t - S.t - 60)
        S.k(tt, S.pos, 'M'); S.t = t; S.pos = p; S.k(t, p, 'S')
    b = t
    shared_stay(sim, A, B, dur, drift)
    for S, brg in ((A, sim.u(0, 180)), (B, sim.u(180, 360))):
        S.k(S.t, S.pos, 'M'); S.pos = toward(S.pos, brg, 1.0); S.t += 900; S.k(S.t, S.pos, 'M')
    return b, A.t - 900

# ----------------------------------------------------------------------------- ordinary trade
@_m
def trip(s):
    r = s.sim; c = [x for x in s.circuit if not (s.loc and s.loc[1] == x)]
    if not c: c = s.circuit
    if s.circuit_seq:
        s.ci = (s.ci + 1) % len(s.circuit); w = s.circuit[s.ci]
    else: w = r.ch(c)
    if s.loc and s.loc[0] == 'r' and s.loc[1] == w and w not in GATES:
        s.go(('b', w)); s.stay(r.u(*s.bs) * HR); s.flip(); return
    if w in GATES:
        s.go(('g', w)); s.away(r.u(5, 22) * DAY, r.ch([x for x in s.circuit if x in GATES])); s.flip(); 
        return
    if r.p(s.wp):
        s.go(('r', w)); s.stay(r.u(*s.wr) * HR)
    s.go(('b', w), v=None); s.stay(r.u(*s.bs) * HR); s.flip()
@_m
def flip(s):
    r = s.sim
    if s.mixed: s.cargo(r.u(.35, .95))
    else: s.cargo(0. if (s.laden or 0) > .5 else r.u(.85, 1.0))
@_m
def trade(s, circuit, bs=(18, 60), wp=.4, wr=(8, 60), mixed=False, seq=False):
    s.circuit = list(circuit); s.bs = bs; s.wp = wp; s.wr = wr; s.mixed = mixed; s.circuit_seq = seq; s.ci = int(s.sim.r.integers(0, len(circuit)))
@_m
def begin_trade(s):
    r = s.sim; ports = [x for x in s.circuit if x in PORTS]; w = r.ch(ports)
    if s.circuit_seq: s.ci = s.circuit.index(w)
    x = r.r.random(); s.laden = r.ch([0., .95])
    if x < .5: s.place(-r.u(0, 4) * DAY, ('b', w)); s.stay(r.u(*s.bs) * HR); s.flip()
    else: s.place(-r.u(0, 4) * DAY, ('r', w)); s.stay(r.u(*s.wr) * HR)
    s.cargo(s.laden, -1e8, )
@_m
def finish(s):
    if s.done: return
    s.done = True
    if s.flag == 'KP' or s.circuit is None:
        if s.t < T: s.stay(T + DAY - s.t, 'D' if not s.loc else None)
    else:
        n = 0
        while s.t < T and n < 60: s.trip(); n += 1

CN_COAST = ['DLC','BAY','JNZ','TXG','LKU','YNT','WEI','TAO','RZH','LYG','SHA','NGB','ZOS','WNZ','FOC']
def background(sim, n):
    r = sim
    plan = [('feeder',16),('box',9),('coalcn',16),('bulk',26),('stank',13),('mtank',11),('vlcc',5),('coaster',26),('rus',9),('jp',9),('ferry',7),('fish',22),('squid',8),('bunker',5),('tw',6),('tug',4)]
    tot = sum(x for _, x in plan)
    for kind, w in plan:
        for _ in range(max(1, int(round(w * n / tot)))):
            if kind == 'feeder':
                s = r.ship(r.ch(['KR','CN','PA','HK','LR','SG','TW']), 'feeder', 71 if r.p(.4) else 70); c = list(r.r.permutation(['PUS','SHA','TAO','DLC','TXG','HKT','KEL','NGB','INC','KAN','MOJ','PTK','VVO','KIJ','YNT'])[:int(r.r.integers(3, 6))])
                s.trade([str(x) for x in c], (8, 26), .25, (4, 14), True, True)
            elif kind == 'box':
                s = r.ship(r.ch(['HK','PA','LR','DM' if False else 'MH','SG','CN']), 'boxship', 71); s.trade([str(x) for x in r.r.permutation(['PUS','YSN','TAO','NGB','KHH','XMN','TXG'])[:3]] + [r.ch(['SW', 'PAC', 'TSU'])], (12, 34), .2, (4, 16), True, True)
            elif kind == 'coalcn':
                s = r.ship('CN', r.ch(['handy','pmax']), 70); s.trade([r.ch(['SHP','TXG','JNZ']), r.ch(['NGB','SHA','WNZ','FOC','ZOS','XMN'])], (24, 60), .85, (15, 110), False, True)
            elif kind == 'bulk':
                s = r.ship(r.ch(['PA','LR','MH','HK','SG','MT','BS']), r.ch(['handy','pmax','pmax','cape']), 70); s.trade([r.ch(['SW','LUZ','PAC','TSU']), r.ch(['RZH','LYG','TAO','BAY','TXG','POH','KAN','INC','LSN','LHS','DLC','NGB','PTK'])] + ([r.ch(['NJK','VYP','VNN'])] if r.p(.25) else []), (40, 110), .85, (20, 190), False, True)
            elif kind == 'stank':
                s = r.ship(r.ch(['KR','KR','CN','PA','JP','SG','TG','KM']), 'stank'); s.trade([r.ch(['USN','YOS','DAE']), r.ch(['SHA','NGB','TAO','KEL','TXT','MOJ','NGS','LYG','PUS','INC','DLC','ZOS','TOY']), r.ch(['USN','YOS','PUS','ZOS'])], (14, 36), .5, (6, 60), False, True)
            elif kind == 'mtank':
                s = r.ship(r.ch(['PA','LR','MH','SG','HK']), 'mtank'); s.trade([r.ch(['USN','YOS','DAE','MLI']), r.ch(['NGB','SHA','TAO','SW','LUZ','KHH','DLC']), r.ch(['SW','PAC','USN'])], (20, 44), .6, (10, 90), False, True)
            elif kind == 'vlcc':
                s = r.ship(r.ch(['LR','HK','BS','SG']), 'vlcc'); s.trade(['SW', r.ch(['NGB','ZOS','TAO','DAE','USN','YOS','DLC'])], (30, 55), .7, (12, 80), False, True)
            elif kind == 'coaster':
                s = r.ship(r.ch(['CN','CN','CN','PA','SL','BZ','KR','KM','TG','MN','KH','VN']), r.ch(['coaster','coaster','handy']), imo=True)
                s.trade([str(x) for x in r.r.permutation(['DLC','BAY','LKU','YNT','RZH','LYG','INC','KUV','PUS','POH','USN','MOJ','HKT','WEI','DAN','SHD','KEL','SMN','SHA'])[:int(r.r.integers(2, 5))]], (24, 90), .6, (8, 110))
            elif kind == 'rus':
                s = r.ship(r.ch(['RU','RU','RU','PA','KH']), r.ch(['coaster','handy'])); s.trade(['VVO' if r.p(.6) else 'NJK', r.ch(['PUS','POH','DON','TOY','KIJ','SMN','USN']), r.ch(['VYP','SLV','ZAR','POS','KHO','VNN','PUS','DLC'])], (24, 90), .5, (10, 80))
            elif kind == 'jp':
                s = r.ship('JP', r.ch(['coaster','stank','coaster'])); s.trade([str(x) for x in r.r.permutation(['HKT','MOJ','NGS','SMN','MAI','TRG','TOY','KIJ','AXT','OTR','HKD'])[:4]], (10, 40), .3, (4, 20))
            elif kind == 'ferry':
                a, b = r.ch([('INC','WEI'),('INC','DLC'),('INC','TXG'),('PUS','HKT'),('DON','VVO'),('PTK','YNT'),('INC','DAN'),('KUV','SHD'),('SHA','HKT'),('MOK','CHA')]); s = r.ship(r.ch(['PA','KR','CN']), 'ferry'); s.trade([a, b], (7, 14), 0, (1, 2), True, True)
            elif kind == 'bunker':
                w0 = r.ch(['ZOS','NGB','PUS','USN','YOS','KHH','SHA']); s = r.ship({'C': 'CN', 'K': 'KR', 'T': 'TW'}[PORTS[w0]['cc'][0]], 'stank')
                s.trade([w0], (10, 30), .95, (6, 40)); s.bunkers = w0
            elif kind == 'tw':
                s = r.ship(r.ch(['TW','PA','TG','HK']), r.ch(['coaster','stank','handy'])); s.trade([r.ch(['KEL','TXT','KHH','MLI']), r.ch(['SHA','NGB','PUS','XMN','FOC','MOJ','KHH']), r.ch(['KEL','KHH','USN'])], (16, 60), .5, (8, 60))
            elif kind == 'tug':
                s = r.ship(r.ch(['CN','KR']), 'tug', r.ch([31, 52, 32])); s.trade([str(x) for x in r.r.permutation(['TAO','YNT','DLC','LYG','SHA','NGB'] if s.flag == 'CN' else ['PUS','USN','YOS','MOK','POH'])[:3]], (30, 150), .3, (8, 60), True)
            elif kind in ('fish', 'squid'):
                fisher(sim, kind); continue
            s.begin_trade(); s.finish()

GROUNDS = [(36.5,124.0,'SHD','CN'),(35.2,123.3,'SHD','CN'),(33.2,124.2,'LYG','CN'),(31.5,124.6,'SHA','CN'),(29.2,124.8,'ZOS','CN'),(28.0,124.2,'WNZ','CN'),(38.3,122.9,'WEI','CN'),(33.0,127.6,'CHA','KR'),(34.9,125.1,'MOK','KR'),(36.6,130.2,'POH','KR'),(38.0,129.5,'DON','KR'),(33.6,128.8,'PUS','KR'),(30.2,126.2,'ZOS','CN')]
def fisher(sim, kind, g=None, mmsi=None, name=None):
    r = sim
    if kind == 'squid':
        f = r.ch(['CN','KR','JP','TW']); s = r.ship(f, 'squid', 30, imo=r.p(.4), cls='A'); home = {'CN':'PUS','KR':'DON','JP':'KIJ','TW':'PUS'}[f]; c = (r.u(38.5, 40.5), r.u(132.2, 135.2)); rad = 35
    else:
        g = g or r.ch(GROUNDS); s = r.ship(g[3], 'fish', 30, imo=False, cls='B' if r.p(.7) else 'A', **({'mmsi': mmsi} if mmsi else {}), **({'name': name} if name else {})); home = g[2]; c = (g[0] + r.u(-.4, .4), g[1] + r.u(-.4, .4)); rad = 18
    s.lazydest = True
    s.place(-r.u(0, 8) * DAY, ('b', home))
    while s.t < T:
        s.stay(r.u(.8, 5) * DAY); s.go(toward(c, r.u(0, 360), r.u(0, rad * .5)), dest='FISHING GROUND' if r.p(.2) else None); s.nav(s.t, 7)
        t1 = s.t + r.u(4, 14) * DAY; b = r.u(0, 360)
        while s.t < t1:
            h = r.u(.8, 3.5) * HR; v = r.u(2.4, 4.2) if kind == 'fish' else r.ch([.4, .6, .8, 4.0])
            b += r.u(-60, 60)
            if nm(s.pos, c) > rad: b = math.degrees(math.atan2((c[1] - s.pos[1]) * .8, c[0] - s.pos[0])) + r.u(-30, 30)
            s.k(s.t, s.pos, 'F'); n = toward(s.pos, b, v * h / HR)
            if r.rt.inm(r.rt.m[1], *n): b += 180; n = s.pos
            s.t += h; s.pos = n; s.k(s.t, n, 'F')
        s.go(('b', home), dest=None)
    s.done = True
    return s

# ----------------------------------------------------------------------------- hidden acts
W_PORTS = ['NAM','NAM','SON','TAE','SON','NAM']
CN_DISCH = [('r','NGB'),('r','ZOS'),('r','LHS'),('r','LYG'),('b','LYG'),('r','BAY'),('b','BAY'),('b','LKU'),('b','RZH'),('r','RZH'),('b','YNT'),('r','YNT'),('r','ZOS'),('r','NGB'),('r','SHA'),('b','DLC')]
EVFLAG = ['KP','KP','KP','SL','TG','BZ','PA','KM','MN','KH','VN','TZ','CN','HK','PW']
OTHER = {'CN': ['DLC','YNT','LKU','RZH','LYG','BAY','WEI','SHD','INC','PUS'], 'RU': ['VVO','NJK','SLV','PUS','TOY','POH']}
def evader(sim, flags=EVFLAG, size=None, typ=None):
    f = sim.ch(flags); s = sim.ship(f, size or sim.ch(['coaster','coaster','handy']), typ)
    s.habit = sim.ch(['each','late','const','absent','rough'], [.34,.16,.28,.14,.08]); s.lazydest = sim.p(.3); s.avoid = False
    if s.habit == 'absent': s.ev(-1e8, draught=None if sim.p(.5) else 0.0)
    if s.habit == 'const': s.ev(-1e8, draught=round(sim.ch([s.dl, s.db, (s.dl + s.db) / 2]), 1))
    return s
def PL(role, w):
    p = PORTS[w[1]]; q = p['berth'] if w[0] == 'b' else p['road']
    return (role, p['name'] + (' roads' if w[0] == 'r' else ''), p['cc'], *q)
def goods_from(sim, w):
    return sim.ch({'HAE': ['river sand','coal'], 'CHO': ['iron ore','coal'], 'KIM': ['iron ore concentrate','zinc concentrate'], 'HUN': ['coal','fertiliser-grade minerals (magnesite)'], 'WON': ['coal'], 'RAJ': ['coal (not the exempted Russian coal)']}.get(w, ['coal','coal','coal','anthracite','iron ore']))
def start_day(sim, need):
    return sim.u(0.2, max(1.0, 30.0 - need)) * DAY
def pre(sim, s, t_load, load, dark_from=None):
    """bring s to DPRK port `load` so that it berths near t_load. Returns arrival."""
    x = sim.r.random()
    if s.flag == 'KP' and x < .6:
        s.place(-sim.u(.5, 5) * DAY, ('r', load)); s.laden = 0.; s.stay(max(HR, t_load - s.t)); s.go(('b', load), dest=None)
    else:
        o = sim.ch(['DLC','YNT','LKU','RZH','WEI','DAN','LYG'] if PORTS[load]['berth'][1] < 126.5 else ['VVO','NJK','SLV','PUS','ZAR'])
        if s.flag == 'KP' and o == 'PUS': o = 'VVO'
        s.place(-sim.u(.5, 3) * DAY, (sim.ch(['b', 'r']), o)); s.laden = 0.
        tt = s.eta(('b', load)); s.stay(max(HR, t_load - s.t - tt))
        s.go(('b', load), dest=load if s.flag == 'KP' or sim.p(.5) else sim.ch(['INCHEON','NAKHODKA','DANDONG','','FOR ORDER']))
    return s.t
def lighters(sim, s, road, days):
    """small craft come alongside at the roads to take the cargo ashore"""
    for _ in range(int(sim.r.integers(1, 3))):
        b = sim.ship('CN', 'barge', sim.ch([70, 0, 79]), imo=False, cls=sim.ch(['A', 'B'])); b.trade([road if road in ('ZOS', 'NGB', 'LYG', 'BAY', 'RZH', 'YNT', 'SHA') else 'ZOS', 'NGB'], (20, 80), .3, (6, 30))
        b.place(-sim.u(0, 2) * DAY, ('b', b.circuit[0])); b.cargo(0., 0)
        e = b.eta(s.pos); t0 = s.t + sim.u(.1, .5) * days * DAY
        b.stay(max(HR, t0 - e - b.t)); b.go(toward(s.pos, sim.u(0, 360), .03), dest=None); b.stay(sim.u(7, 16) * HR, 'A'); b.cargo(1.)
        b.go(('b', b.circuit[0])); b.stay(DAY * sim.u(1, 3)); b.cargo(0.)
def evader_after(sim, s, region='CN'):
    if s.flag == 'KP':
        if sim.p(.88):
            if sim.p(.5): s.stay(sim.u(4, 40) * HR)
            s.go(('r', sim.ch(['NAM', 'NAM', 'HAE']) if region == 'CN' else sim.ch(['CHO', 'WON', 'RAJ'])))
        return
    s.avoid = True; s.trade(OTHER[region], (24, 90), .6, (8, 110))

def h_delivery(sim, dark=False, kind=None):
    east = sim.p(.3); load = sim.ch(['WON','HUN','CHO','CHO','KIM'] if east else W_PORTS + (['HAE'] if sim.p(.4) else []))
    if east: disc = sim.ch([('b','NJK'),('r','NJK'),('b','VVO'),('b','SLV'),('b','KHO'),('r','PUS'),('b','POH'),('r','ZOS'),('r','RZH'),('b','POS')])
    else: disc = sim.ch(CN_DISCH)
    fl = ['SL','TG','BZ','PA','KM','KH','RU'] if disc[1] in ('PUS','POH') else EVFLAG
    s = evader(sim, fl); need = 13
    t0 = start_day(sim, need)
    tb = pre(sim, s, t0, load)
    s.stay(sim.u(1.6, 4.2) * DAY); s.cargo(sim.u(.88, 1.0)); dep = s.t
    g = goods_from(sim, load)
    if sim.p(.3) : s.go(('r', load), dest=None); s.stay(sim.u(4, 40) * HR)
    dst = disc[1] if sim.p(.55) else sim.ch(['FOR ORDER','', 'VLADIVOSTOK', 'NAKHODKA', 'SHANGHAI', 'HONG KONG', 'BUSAN'])
    s.destev(s.t, dst, True)
    i0 = len(s.kn); s.go(disc, dest=None)
    arr = s.t
    st = sim.u(1.5, 6.5) * DAY if disc[0] == 'r' else sim.u(1.3, 3.2) * DAY
    if disc[0] == 'b' and sim.p(.55):   # wait in the roads first: rebuild
        s.kn = s.kn[:i0]; s.t = s.kn[-1][0]; s.pos = s.kn[-1][1:3]; s.loc = ('b', load) if s.t == dep else ('r', load)
        s.go(('r', disc[1]), dest=None); s.stay(sim.u(6, 60) * HR); s.go(disc, dest=None)
    if disc[0] == 'r' and PORTS[disc[1]]['cc'] == 'CN' and sim.p(.6): lighters(sim, s, disc[1], st / DAY)
    s.stay(st); s.cargo(0., s.t - HR); end = s.t
    note = '%s loaded %s at %s and carried it to %s.' % (s.name, g, PORTS[load]['name'], PORTS[disc[1]]['name'])
    begin = tb
    if dark:
        m = sim.r.random()
        k0 = [k for k in s.kn if k[0] < tb - 5 * HR]; a = tb - sim.u(7, 30) * HR if k0 else -1e6
        if m < .6:
            fr = sim.u(.35, .85); b = dep + (arr - dep) * fr
        elif m < .85: b = dep + sim.u(8, 20) * HR
        else: b = arr + sim.u(-4, 10) * HR
        s.dark(a, b); begin = max(0, a)
        note = '%s loaded %s at %s with its AIS off and reappeared on the way to %s.' % (s.name, g, PORTS[load]['name'], PORTS[disc[1]]['name'])
    elif sim.p(.3):
        a = dep + sim.u(.4, .6) * (arr - dep); s.dark(a, a + sim.u(4, 20) * HR)
    sim.act(True, kind or ('dark delivery' if dark else 'delivery'), [s.who('carrier')], [PL('loading', ('b', load)), PL('discharge', disc)], begin, end, g, note)
    evader_after(sim, s, 'CN' if PORTS[disc[1]]['cc'] == 'CN' else 'RU')
    return s

def h_dark_voyage(sim):
    east = sim.p(.4); load = sim.ch(['WON','HUN','CHO','RAJ'] if east else W_PORTS)
    s = evader(sim, ['KP','SL','TG','BZ','PA','KM','CN','HK','KH','RU'] ); t0 = start_day(sim, 13)
    o = sim.ch(['VVO','NJK','SLV','KHO'] if east else ['DLC','YNT','WEI','LKU','DAN','LYG','RZH','SHD'])
    s.place(-sim.u(.3, 3) * DAY, (sim.ch(['b', 'r']), o)); s.laden = 0.; s.stay(max(HR, t0 - s.t)); s.cargo(0., s.t - HR)
    dep = s.t; fake = sim.ch(['INCHEON','BUSAN','DANDONG','FOR ORDER','NAKHODKA','','POHANG','DALIAN'])
    s.go(('b', load), dest=fake); tb = s.t
    a = dep + sim.u(.25, .8) * (tb - dep)
    s.stay(sim.u(2.0, 5.0) * DAY); s.cargo(sim.u(.85, 1)); d2 = s.t
    d = sim.ch(([('b','NJK'),('b','VVO'),('r','PUS'),('b','POH'),('b','KHO'),('b','DON')] if s.flag != 'KP' else [('b','NJK'),('b','VVO'),('b','SLV')]) if east else [('b','DLC'),('b','LKU'),('b','YNT'),('r','RZH'),('r','LYG'),('b','BAY'),('r','ZOS')] + ([('b','INC')] if s.flag != 'KP' else []))
    s.go(d, dest=d[1]); ar = s.t; b = d2 + sim.u(.25, .8) * (ar - d2); s.dark(a, b)
    s.stay(sim.u(1.2, 4) * DAY); s.cargo(0., s.t - HR)
    g = goods_from(sim, load)
    sim.act(True, 'dark voyage', [s.who('carrier')], [PL('departure', ('b', o)), PL('loading', ('b', load)), PL('discharge', d)], a, s.t, g, '%s switched its AIS off after %s, called at %s and switched on again before %s.' % (s.name, PORTS[o]['name'], PORTS[load]['name'], PORTS[d[1]]['name']))
    evader_after(sim, s, 'RU' if east else 'CN')

STS = [(30.3,124.9),(29.6,124.6),(31.1,125.4),(28.9,125.2),(30.0,125.9),(29.2,123.9),(31.8,124.7),(28.3,124.4),(37.7,123.3),(38.1,123.0),(33.0,123.4),(32.2,125.6)]
def h_transfer(sim, dark=False, kind=None):
    coal = sim.p(.3); t0 = start_day(sim, 13)
    def hs(p): return ('meeting', 'open sea', 'XZ', *p)
    if not coal:
        a0 = sim.ch([('b','TXT'),('b','KHH'),('b','YOS'),('b','USN'),('r','ZOS'),('r','PUS'),('b','KEL'),('r','KHH'),('r','NGB'),('r','YOS')])
        A = evader(sim, ['PA','SL','TG','HK','BZ','KM','CN','MN','KR','PW','TW'], sim.ch(['stank','stank','mtank']), 80); A.avoid = True
        B = evader(sim, ['KP'], 'stank', 80)
        p = sim.ch(STS); p = (p[0] + sim.u(-.3, .3), p[1] + sim.u(-.3, .3)); home = sim.ch(['NAM','NAM','NAM','SON'])
        A.place(-sim.u(.2, 2) * DAY, a0); A.laden = 1.; A.cargo(1., A.t); A.stay(max(HR, t0 - A.t)); A.cargo(sim.u(.9, 1), A.t - HR); dep = A.t
        A.go(toward(p, sim.u(0, 360), sim.u(1, 3)), dest=sim.ch(['HONG KONG','FOR ORDER','HK OPL','OFFSHORE','CHINA COAST','BUSAN','EAST CHINA SEA','']))
        B.place(-sim.u(.2, 4) * DAY, (sim.ch(['b', 'r']), home)); B.laden = 0.; e = B.eta(p); B.stay(max(HR, A.t + sim.u(-10, 14) * HR - e - B.t)); bd = B.t
        B.go(toward(p, sim.u(0, 360), sim.u(1, 3)), dest=sim.ch(['', 'CHONGJIN', 'DALIAN', 'NAMPO', 'SHANGHAI']))
        m0, m1 = meet(sim, A, B, p, sim.u(5, 13) * HR)
        A.cargo(sim.u(0, .45), m1); B.cargo(1., m1)
        B.go(('b', home)); bt = B.t; B.stay(sim.u(1, 3) * DAY); B.cargo(0.); end = B.t
        if sim.p(.5): A.stay(sim.u(6, 30) * HR, 'D')
        A.go(a0); ab = A.t; A.circuit = None; A.trade(['KHH','TXT','KEL'] if a0[1] in ('TXT','KHH','KEL') else ['ZOS','NGB','SHA'] if a0[1] in ('ZOS','NGB') else ['USN','YOS','PUS'], (14, 36), .6, (8, 60))
        g = sim.ch(['gasoil','diesel','marine diesel','gasoline']); r1, r2 = 'supplier', 'receiver'; pl = [PL('loading', a0), hs(p), PL('discharge', ('b', home))]
    else:
        home = sim.ch(W_PORTS); B = evader(sim, ['KP'], None, 70); A = evader(sim, ['CN','PA','HK','SL','VN','TG','BZ'], 'handy', 70); A.avoid = True
        inroads = sim.p(.4); rd = sim.ch(['ZOS','NGB','LHS'])
        p = (PORTS[rd]['road'][0] + sim.u(-.08, .05), PORTS[rd]['road'][1] + sim.u(.03, .15)) if inroads else sim.ch([(33.3,122.9),(32.4,123.6),(30.9,123.4),(35.6,122.6),(29.5,123.5)])
        B.place(-2 * DAY, ('b', home)); B.laden = 0; B.stay(max(DAY, t0 + sim.u(1, 3) * DAY - B.t)); B.cargo(1.); bd = B.t; dep = max(0, bd - DAY)
        B.go(toward(p, sim.u(0, 360), sim.u(1, 3)), dest=sim.ch(['', 'SHANGHAI', 'FOR ORDER', 'ZHOUSHAN']))
        a0 = ('b', sim.ch(['SHA','NGB','WNZ','LYG','RZH'])); A.place(-sim.u(.2, 2) * DAY, a0); A.laden = 0.; A.cargo(0., A.t); e = A.eta(p); A.stay(max(HR, B.t - e - A.t + sim.u(-5, 20) * HR))
        A.go(toward(p, sim.u(0, 360), sim.u(1, 3)), dest=sim.ch(['FOR ORDER', 'ZHOUSHAN', 'NINGBO']))
        m0, m1 = meet(sim, A, B, p, sim.u(18, 52) * HR, drift=not inroads)
        A.cargo(1., m1); B.cargo(0., m1); B.go(('r', 'NAM')); bt = B.t
        d = ('b', sim.ch(['WNZ','FOC','SHA','NGB','RZH'])); A.go(d); ab = A.t; A.stay(sim.u(1.5, 3) * DAY); A.cargo(0.); end = A.t; A.trade(['SHA','NGB','RZH','LYG','WNZ'], (24, 80), .6, (8, 90))
        g = 'coal'; r1, r2 = 'receiver', 'supplier'; pl = [PL('loading', ('b', home)), hs(p), PL('discharge', d)]
    if dark:
        m = sim.r.random()
        offB = (bd + sim.u(-20, 12) * HR, bt + sim.u(-12, 30) * HR)
        if m < .55: B.dark(*offB); w = '%s had its AIS off' % B.name
        elif m < .8: B.dark(*offB); A.dark(m0 - sim.u(1, 18) * HR, m1 + sim.u(1, 14) * HR); w = 'both had their AIS off'
        else: A.dark(m0 - sim.u(2, 24) * HR, m1 + sim.u(2, 16) * HR); w = '%s had its AIS off' % A.name
    else: w = 'both were transmitting'
    sim.act(True, kind or ('dark transfer' if dark else 'transfer'), [A.who(r1), B.who(r2)], pl, dep, end, g, '%s met %s at sea and passed %s ship to ship; %s.' % (A.name, B.name, g, w))

def h_laundered(sim):
    """a DPRK (or DPRK-run) hull sails under another hull's identity"""
    tank = sim.p(.5); t0 = start_day(sim, 13); S = evader(sim, ['KP'], 'stank' if tank else None, 80 if tank else 70)
    kind = sim.ch(['scrapped', 'active', 'invented'])
    if kind == 'active':
        c = [x for x in sim.ships if x.flag not in ('KP', 'CN') and x.size in ('coaster', 'stank', 'handy', 'mtank') and x.im and x.done]
        v = sim.ch(c); idn = dict(name=v.name, mmsi=v.mm, imo=v.im, call=v.cs, typ=v.typ, len=v.L, wid=v.W); fl = v.flag
    else:
        fl = sim.ch(['SL','TG','PA','BZ','KM','MN','KH','PW','KI']); idn = dict(name=sim.name(fl), mmsi=sim.mmsi(fl), imo=sim.imo() if kind == 'scrapped' or sim.p(.5) else None, call=sim.call(fl), typ=S.typ, len=S.L if sim.p(.5) else S.L + int(sim.r.integers(-15, 15)), wid=S.W)
        if kind == 'invented' and sim.p(.4): idn['mmsi'] = int(sim.ch([111111111, 100000000 + int(sim.r.integers(1e6)), 900000000 + int(sim.r.integers(9e7)), 412000000 + int(sim.r.integers(1000))]))
    home = sim.ch(['NAM','NAM','SON','TAE'])
    back = lambda t: S.ev(t, name=S.name, mmsi=S.mm, imo=S.im, call=S.cs, typ=S.typ, len=S.L, wid=S.W)
    if tank:
        p = sim.ch(STS); A = sim.ship(sim.ch(['PA','TG','HK','SL','KR','TW']), 'stank', 80); a0 = sim.ch([('b','KHH'),('b','YOS'),('b','TXT'),('r','ZOS'),('b','USN')])
        A.place(-DAY, a0); A.laden = 1.; A.stay(max(HR, t0 - A.t)); A.cargo(1., A.t - HR); A.go(toward(p, 90, 2), dest=sim.ch(['FOR ORDER','OFFSHORE','HONG KONG','BUSAN']))
        S.place(-sim.u(.3, 4) * DAY, ('r', home)); S.laden = 0.; e = S.eta(p); S.stay(max(HR, A.t - e - S.t + sim.u(-8, 8) * HR)); d = S.t
        sw = d + sim.u(6, 18) * HR; S.ev(sw, dest=sim.ch(['SHANGHAI','ZHOUSHAN','BUSAN','FOR ORDER']), **idn); S.dark(d - sim.u(2, 30) * HR, sw + sim.u(0, 3) * HR)
        S.go(toward(p, 200, 2), dest=None); m0, m1 = meet(sim, A, S, p, sim.u(5, 12) * HR); S.cargo(1., m1); A.cargo(.2, m1)
        S.go(('b', home), dest=None); bt = S.t; b2 = bt - sim.u(6, 20) * HR; S.dark(b2, bt + sim.u(3, 60) * HR); back(b2 + 600); S.stay(sim.u(1.5, 3) * DAY); S.cargo(0.)
        A.go(a0); A.trade(['KHH','TXT','KEL'] if a0[1] in ('KHH','TXT') else ['USN','YOS','PUS'], (14, 36), .6, (8, 60))
        ships = [S.who('receiver, true hull'), ['identity used', idn['name'], int(idn['mmsi']), idn['imo'], fl], A.who('supplier')]; pl = [PL('loading', a0), ('meeting', 'open sea', 'XZ', *p), PL('discharge', ('b', home))]; beg = max(0, t0); g = 'gasoil'
    else:
        pre(sim, S, t0, home); S.stay(sim.u(1.5, 3.5) * DAY); S.cargo(1.); d = S.t; disc = sim.ch([x for x in CN_DISCH]); beg = t0
        sw = d + sim.u(-10, 15) * HR; S.ev(sw, dest=disc[1] if False else S.spell(disc[1]), **idn); S.dark(d - sim.u(12, 60) * HR, sw + sim.u(0, 12) * HR)
        S.go(disc, dest=None); S.stay(sim.u(1.5, 5) * DAY); S.cargo(0., S.t - HR); g = goods_from(sim, home)
        ships = [S.who('carrier, true hull'), ['identity used', idn['name'], int(idn['mmsi']), idn['imo'], fl]]; pl = [PL('loading', ('b', home)), PL('discharge', disc)]
    end = S.t
    if not tank:
        S.go(('r', 'NAM'), dest=None); b2 = S.t - sim.u(8, 24) * HR; S.dark(b2 - HR, b2 + sim.u(2, 40) * HR); back(b2)
    sim.act(True, 'laundered', ships, pl, beg, end, g, '%s transmitted the identity of %s (%s) while carrying %s.' % (S.name, idn['name'], {'scrapped': 'a ship no longer in service', 'active': 'a ship trading elsewhere', 'invented': 'an invented ship'}[kind], g))

def h_barge(sim):
    t0 = start_day(sim, 14); load = sim.ch(['NAM','SON','TAE','NAM']); n = 1 if sim.p(.65) else 2; ships = []; end = 0; disc = sim.ch([('r','ZOS'),('r','NGB'),('r','LYG'),('r','LHS'),('b','DAN'),('b','SHD'),('r','RZH')])
    if sim.p(.5): off = (0, 0)
    for i in range(n):
        s = sim.ship('CN', 'barge', sim.ch([70, 0, 79, 90, 99]), imo=False, cls='A' if sim.p(.6) else 'B', name=sim.ch(['ZHE','WAN','HUI','SU','MIN','JIN']) + ' ' + sim.ch(CNW) + ' ' + sim.ch(CNW) + ' ' + str(sim.r.integers(10, 999))); s.avoid = False
        if sim.p(.25): s.ev(-1e8, name='')
        s.place(-sim.u(.2, 2) * DAY, ('r', sim.ch(['SHD','DAN','LYG','DLC']))); s.laden = 0.; e = s.eta(('b', load)); s.stay(max(HR, t0 - s.t)); dep = s.t
        s.go(('b', load), dest=None); tb = s.t; s.stay(sim.u(1, 3) * DAY); s.cargo(1.); d2 = s.t; s.go(disc, dest=None if sim.p(.5) else disc[1]); ar = s.t
        if sim.p(.75):
            s.dark(dep + sim.u(.2, .8) * (tb - dep), d2 + sim.u(.1, .8) * (ar - d2))
        s.stay(sim.u(1, 4) * DAY); s.cargo(0.); ships.append(s.who('carrier')); end = max(end, s.t); s.trade(['LYG','SHD','RZH','ZOS'] , (24, 90), .5, (10, 90)); s.avoid = True
    sim.act(True, 'barge', ships, [PL('loading', ('b', load)), PL('discharge', disc)], t0, end, 'coal', '%d unnumbered self-propelled barge(s) carried coal from %s to %s.' % (n, PORTS[load]['name'], PORTS[disc[1]]['name']))

def h_to_target(sim):
    t0 = start_day(sim, 12); m = sim.r.random()
    if m < .6:
        a0 = sim.ch([('r','ZOS'),('b','YOS'),('b','TXT'),('r','PUS'),('b','USN'),('b','DLC'),('r','SHA')]); d = ('b', sim.ch(['NAM','NAM','NAM','SON'])); g = sim.ch(['gasoil','diesel','gasoline']); s = evader(sim, ['PA','SL','TG','KM','MN','PW','VN','HK','KP','BZ'], 'stank', 80); reg = 'CN'
        if s.flag == 'KP' and a0[1] in ('YOS','TXT','PUS','USN'): a0 = ('r', 'ZOS')
    elif m < .85:
        a0 = sim.ch([('b','NJK'),('b','VVO'),('b','SLV')]); d = ('b', sim.ch(['CHO','HUN','WON','RAJ'])); g = 'refined oil products, not notified to the Committee'; s = evader(sim, ['RU','KP','PA','TG','KH'], 'stank', 80); reg = 'RU'
    else:
        a0 = sim.ch([('b','DLC'),('b','YNT'),('b','PUS'),('b','TRG')]); d = ('b', sim.ch(['NAM','NAM','HAE'])); g = sim.ch(['vehicles and machinery (HS 84-87)','industrial machinery','steel and metal products']); s = evader(sim, ['SL','TG','PA','KM','CN','BZ'], 'coaster', 70); reg = 'CN'
    dark = sim.p(.65)
    s.place(-sim.u(.3, 2) * DAY, a0); s.laden = 0.; s.stay(max(DAY, t0 + sim.u(.5, 1.6) * DAY - s.t)); s.cargo(sim.u(.85, 1), s.t); dep = s.t
    fake = sim.ch(['BUSAN','DALIAN','FOR ORDER','NAKHODKA','DANDONG','','INCHEON','OFFSHORE'])
    s.go(d, dest=fake if dark or sim.p(.4) else d[1]); ar = s.t; s.stay(sim.u(1.0, 3.4) * DAY); s.cargo(0.); d2 = s.t; end = d2
    s.go(a0 if sim.p(.6) else ('r', a0[1]))
    if dark: s.dark(dep + sim.u(.3, .85) * (ar - dep), d2 + sim.u(.1, .7) * (s.t - d2))
    sim.act(True, 'to target', [s.who('supplier')], [PL('loading', a0), PL('discharge', d)], t0, end, g, '%s carried %s from %s to %s%s.' % (s.name, g, PORTS[a0[1]]['name'], PORTS[d[1]]['name'], ' with its AIS off for the last part' if dark else ', heard all the way'))
    s.stay(sim.u(.5, 2) * DAY); evader_after(sim, s, reg) if s.flag != 'KP' else None
    if s.flag != 'KP' and s.typ >= 80: s.trade(['ZOS','SHA','DLC'] if reg == 'CN' else ['NJK','VVO','SLV','PUS'], (14, 40), .6, (8, 80))

# ----------------------------------------------------------------------------- innocent acts
def habit_gap(sim, s, a, b, pr=.35):
    """crews who are careless with the set: off for part of a lawful trip"""
    if sim.p(pr): x = a + sim.u(0, .5) * (b - a); s.dark(x, x + sim.u(.2, .7) * (b - a)); return True
    return False
def inn(sim, kind, ships, places, b, e, goods, note): sim.act(False, kind, ships, places, b, e, goods, note)

def i_coastal(sim):
    west = sim.p(.4); a, b = sim.ch([('NAM','HAE'),('HAE','NAM'),('SON','NAM')] if west else [('WON','CHO'),('CHO','RAJ'),('HUN','CHO'),('CHO','WON'),('KIM','HUN')])
    long = sim.p(.25); s = sim.ship('KP', sim.ch(['coaster','stank'])); s.habit = sim.ch(['const','late','absent','each']); t0 = start_day(sim, 8)
    via = ()
    if long: a, b = sim.ch([('NAM','CHO'),('WON','NAM'),('CHO','SON')]); via = ((32.7,125.6),(32.9,127.3),(34.3,129.6)) if PORTS[a]['berth'][1] < 126 else ((34.3,129.6),(32.9,127.3),(32.7,125.6))
    s.place(-sim.u(0, 3) * DAY, ('b', a)); s.stay(max(HR, t0 - s.t)); s.cargo(.95); d = s.t; s.go(('b', b), via=via); g = habit_gap(sim, s, d, s.t, .5); s.stay(sim.u(1, 4) * DAY); s.cargo(0.)
    inn(sim, 'DPRK coastal voyage', [s.who('ship')], [PL('loading', ('b', a)), PL('discharge', ('b', b))], d, s.t, 'domestic cargo', 'A DPRK ship carried domestic cargo between DPRK ports' + (', its AIS off part of the way.' if g else '.'))
def i_import(sim):
    east = sim.p(.3); o = sim.ch(['VVO','NJK','SLV'] if east else ['DLC','LKU','YNT','LYG','NGB','DAN','TAO']); h = sim.ch(['CHO','WON','RAJ','HUN'] if east else ['NAM','NAM','SON','HAE']); s = sim.ship('KP', sim.ch(['coaster','handy'])); t0 = start_day(sim, 12)
    s.place(-sim.u(0, 3) * DAY, ('b', h)); s.laden = 0.; s.stay(max(HR, t0 - s.t)); s.cargo(0.); d = s.t; s.go(('r', o)); ar = s.t; g = habit_gap(sim, s, d - 20 * HR, s.t, .35); s.stay(sim.u(6, 70) * HR); s.go(('b', o)); s.stay(sim.u(1, 3) * DAY); s.cargo(.95); d2 = s.t; s.go(('b', h)); g2 = habit_gap(sim, s, d2, s.t, .25); s.stay(sim.u(1, 3) * DAY); s.cargo(0.)
    gd = sim.ch(['maize','rice','fertiliser','soya beans','wheat flour','medical supplies'])
    inn(sim, 'DPRK ship out in ballast, home with lawful cargo', [s.who('carrier')], [PL('departure', ('b', h)), PL('loading', ('b', o)), PL('discharge', ('b', h))], d, s.t, gd, 'A DPRK ship sailed out empty and brought %s home from %s.' % (gd, PORTS[o]['name']))
def i_rajin(sim):
    d = sim.ch([('b','SHA'),('b','BAY'),('r','RZH'),('b','NGB'),('b','LYG')]); s = sim.ship(sim.ch(['PA','HK','CN','LR','SL','BZ']), sim.ch(['handy','pmax'])); s.avoid = False; t0 = start_day(sim, 14)
    s.place(-sim.u(0, 2) * DAY, ('b', sim.ch(['VVO','PUS','VYP']))); s.laden = 0.; s.stay(max(HR, t0 - s.t)); s.cargo(0.); b = s.t; s.go(('r', 'RAJ')); s.stay(sim.u(6, 50) * HR); s.go(('b', 'RAJ')); s.stay(sim.u(2, 4) * DAY); s.cargo(1.); s.go(('r', d[1])); s.stay(sim.u(6, 50) * HR); s.go(d); s.stay(sim.u(1.5, 3) * DAY); s.cargo(0.)
    inn(sim, 'exempted Russian coal through Rajin', [s.who('carrier')], [PL('loading', ('b', 'RAJ')), PL('discharge', d)], b, s.t, 'Russian coal', 'Russian coal railed to Rajin and notified to the Committee was shipped to %s.' % PORTS[d[1]]['name']); s.avoid = True; s.trade(['RZH','LYG','PUS','POH','VYP'], (30, 80), .7, (10, 90))
def i_aid(sim):
    east = sim.p(.5); o = sim.ch(['VVO','NJK','SLV'] if east else ['DLC','TAO','LYG','SHA','TXG']); h = sim.ch(['CHO','WON','HUN','RAJ'] if east else ['NAM','NAM']); s = sim.ship(sim.ch(['RU','RU','PA','CN','SL','KM'] if east else ['CN','PA','HK','VN','TG']), sim.ch(['coaster','handy'])); s.avoid = False; t0 = start_day(sim, 10)
    s.place(-sim.u(0, 3) * DAY, ('b', o)); s.stay(max(HR, t0 - s.t)); s.cargo(1.); b = s.t; s.go(('b', h)); a = s.t; g = habit_gap(sim, s, b + (a - b) * .5, s.t + 2 * DAY, .2); s.stay(sim.u(2, 6) * DAY); s.cargo(0.); s.go(('r', o)); s.stay(DAY)
    gd = sim.ch(['wheat (WFP)','Russian wheat aid','rice aid','medicines and food','fertiliser']); inn(sim, 'foreign ship with food aid', [s.who('carrier')], [PL('loading', ('b', o)), PL('discharge', ('b', h))], b, s.t, gd, 'A foreign ship brought %s to %s and left empty%s.' % (gd, PORTS[h]['name'], '; its set was off in port' if g else '')); s.avoid = True; s.trade(OTHER['RU' if east else 'CN'], (24, 80), .6, (8, 90))
def i_yard(sim):
    y = sim.ch(['ZOS','DLC','VVO','SHA','YNT']); e = y == 'VVO'; s = sim.ship('KP', sim.ch(['coaster','handy','stank'])); h = 'CHO' if e else 'NAM'; t0 = start_day(sim, 16); s.place(-DAY, ('b', h)); s.laden = 0.; s.stay(max(HR, t0 - s.t)); s.cargo(0.); b = s.t; s.go(('r', y)); s.stay(sim.u(8, 40) * HR); s.go(('b', y)); a = s.t; s.stay(sim.u(7, 20) * DAY)
    if sim.p(.5): s.dark(a + DAY, s.t - DAY)
    s.go(('r', h)); inn(sim, 'DPRK ship to repair yard', [s.who('ship')], [PL('departure', ('b', h)), PL('yard', ('b', y))], b, s.t, 'none', 'A DPRK ship went in ballast to a yard and lay there for repair.')
def i_passenger(sim):
    s = sim.ship('KP', 'ferry', 60, name='MAN GYONG BONG %d' % sim.r.integers(2, 99)); s.place(-DAY, ('b', 'RAJ')); s.stay(sim.u(1, 3) * DAY); b = s.t
    while s.t < 29 * DAY: s.go(('b', 'VVO'), v=12); s.stay(sim.u(1, 3) * DAY); s.go(('b', 'RAJ'), v=12); s.stay(sim.u(2, 5) * DAY)
    inn(sim, 'DPRK passenger ship', [s.who('ship')], [PL('terminal', ('b', 'RAJ')), PL('terminal', ('b', 'VVO'))], b, s.t, 'passengers', 'A DPRK passenger ship ran between Rajin and Vladivostok.')
def i_oilcap(sim):
    s = sim.ship(sim.ch(['RU','RU','CN','KP']), 'stank', 80); s.avoid = False; e = s.flag in ('RU', 'KP'); o = sim.ch(['NJK','VVO','SLV']) if e else 'DLC'; h = sim.ch(['CHO','WON','HUN']) if e else 'NAM'; t0 = start_day(sim, 8); s.place(-DAY, ('b', o)); s.laden = 0.; s.stay(max(HR, t0 - s.t)); s.cargo(1.); b = s.t; s.go(('b', h)); s.stay(sim.u(1, 3) * DAY); s.cargo(0.); s.go(('b', o))
    inn(sim, 'notified oil delivery under the cap', [s.who('supplier')], [PL('loading', ('b', o)), PL('discharge', ('b', h))], b, s.t, 'refined oil notified to the Committee', 'A tanker made a delivery that its State reported to the 1718 Committee.'); s.avoid = True
    if s.flag != 'KP': s.trade(['NJK','VVO','SLV','PUS'] if e else ['DLC','YNT','TAO'], (16, 40), .6, (8, 70))
def i_fault(sim):
    c = [x for x in sim.ships if x.flag != 'KP' and x.done and x.cls == 'A' and x.size not in ('fish', 'squid') and not x.off]; s = sim.ch(c); a = sim.u(1, 24) * DAY; b = a + sim.u(.8, 6) * DAY; s.dark(a, b)
    p = pos_at(s, (a + b) / 2); inn(sim, 'transponder fault', [s.who('ship')], [('near', 'at sea', 'XZ', *p)], a, b, 'own trade', 'The set failed and was mended at a later port; the voyage was as declared.')
def i_hole(sim):
    s = sim.ship(sim.ch(['CN','PA','SL','KR','KH']), 'coaster'); s.q = sim.u(.06, .16); a, b = sim.ch([('DAN','INC'),('DAN','YNT'),('DLC','INC'),('VVO','DON'),('NJK','POH'),('DAN','PUS'),('SLV','PUS'),('DAN','SHA')]); s.trade([a, b], (30, 90), .5, (10, 60), False, True); s.begin_trade(); s.finish()
    inn(sim, 'weak set and reception hole', [s.who('ship')], [PL('port', ('b', a)), PL('port', ('b', b))], 0, T, 'general cargo', 'A ship with a weak transmitter traded between %s and %s and was often not heard on the way past the DPRK.' % (PORTS[a]['name'], PORTS[b]['name']))
def i_lighten(sim):
    w = sim.ch(['ZOS','NGB','YOS','USN','RZH','LHS','SHA','BAY','LYG']); oil = w in ('YOS', 'USN') or sim.p(.4)
    A = sim.ship(sim.ch(['PA','LR','MH','HK','SG']), 'mtank' if oil else 'pmax', 80 if oil else 70); t0 = start_day(sim, 7); g = sim.ch(['SW','LUZ'])
    A.trade([g, w], (30, 60), .8, (10, 60), False, True); A.place(t0 - 3 * DAY, GATES[g][0]); A.laden = 1.; A.cargo(1., -1e8); A.go(('r', w)); b = A.t; ap = A.pos
    cc = PORTS[w]['cc']; B = sim.ship(cc, 'stank' if oil else 'coaster'); B.trade([w if PORTS[w]['cc'] == 'KR' else sim.ch(['SHA','NGB']), w], (16, 50), .7, (8, 40)); B.place(-DAY, ('b', B.circuit[0])); B.laden = 0.; e = B.eta(ap); B.stay(max(HR, A.t + 5 * HR - e - B.t)); B.go(toward(ap, sim.u(0, 360), 1.2), dest=w)
    m = meet(sim, A, B, ap, sim.u(8, 30) * HR, False); A.cargo(.6, m[1]); B.cargo(1., m[1]); A.loc = None; A.go(('b', w)); A.stay(40 * HR); A.cargo(0.); B.go(('b', B.circuit[0])); B.stay(30 * HR); B.cargo(0.); A.ci = A.circuit.index(w)
    inn(sim, 'lawful lightening in roads', [A.who('mother'), B.who('daughter')], [('meeting', PORTS[w]['name'] + ' roads', cc, *ap)], m[0], m[1], 'oil products' if oil else 'grain, ore or coal (not DPRK)', 'A deep ship gave part of its cargo to a smaller one in the roads before berthing.')
def i_bunker(sim):
    o = sim.ch([('b','KHH'),('b','ZOS'),('r','PUS'),('b','KEL'),('b','YOS')]); s = sim.ship(sim.ch({'KHH': ['TW','PA'], 'KEL': ['TW','TG'], 'ZOS': ['CN','PA'], 'PUS': ['KR','PA'], 'YOS': ['KR','SL']}[o[1]]), 'stank', 80); t0 = start_day(sim, 10); c = sim.ch([(30.2,126.2),(29.2,124.8),(31.5,124.6),(28.4,124.6)])
    s.place(-DAY, o); s.laden = 0.; s.stay(max(HR, t0 - s.t)); s.cargo(1.); b = s.t; s.go(toward(c, 30, 5), dest=sim.ch(['FISHING GROUND','OFFSHORE','EAST CHINA SEA','FOR ORDER','BUNKERING'])); a = s.t; sh = [s.who('bunker tanker')]
    for _ in range(int(sim.r.integers(2, 5))):
        s.stay(sim.u(5, 22) * HR, 'D'); s.go(toward(c, sim.u(0, 360), sim.u(2, 12)), v=8, dest=None); f = None
    if sim.p(.6):
        f = sim.ship('CN' if sim.p(.6) else 'TW', 'squid', 30, imo=False, cls=sim.ch(['A', 'B'])); f.place(s.t - 2 * DAY, toward(s.pos, sim.u(0, 360), 9)); f.k(s.t - 2 * DAY, f.pos, 'F'); m = meet(sim, s, f, s.pos, sim.u(2, 5) * HR); sh.append(f.who('fishing vessel')); f.drift(2 * DAY); f.go(('b', 'ZOS'), dest=None)
    e = s.t; s.cargo(.15, e); s.go(o); inn(sim, 'lawful bunkering of fishing fleet', sh, [PL('loading', o), ('meeting', 'fishing ground', 'XZ', *c)], b, s.t, 'marine fuel', 'A small tanker lay on the fishing grounds for days supplying licensed boats and came home light.'); s.trade([o[1], {'KHH': 'KEL', 'KEL': 'KHH', 'ZOS': 'NGB', 'PUS': 'USN', 'YOS': 'USN'}[o[1]]], (16, 40), .6, (8, 60))
def i_orders(sim):
    o = sim.ch(['USN','YOS','KHH','TXT','DAE']); s = sim.ship(sim.ch(['PA','KR','TG','SG','MH','HK']), sim.ch(['stank','mtank']), 80); c = sim.ch(STS[:8]); t0 = start_day(sim, 10); s.place(-DAY, ('b', o)); s.laden = 0.; s.stay(max(HR, t0 - s.t)); s.cargo(1.); b = s.t; s.go(c, dest=sim.ch(['FOR ORDER','FOR ORDERS','OPL CHINA','SHANGHAI'])); s.stay(sim.u(1.2, 5) * DAY, 'D')
    if sim.p(.3): x = s.t - sim.u(8, 30) * HR; s.dark(x, x + sim.u(5, 16) * HR)
    e = s.t; d = sim.ch([('b','SHA'),('b','NGB'),('b','LYG')]); s.go(('r', d[1])); s.stay(sim.u(6, 30) * HR); s.go(d); s.stay(DAY); s.cargo(0.); inn(sim, 'tanker waiting for orders', [s.who('tanker')], [PL('loading', ('b', o)), ('waiting', 'open sea', 'XZ', *c), PL('discharge', d)], b, s.t, 'oil products', 'A laden tanker drifted for orders in the East China Sea and then discharged at %s.' % PORTS[d[1]]['name']); s.trade([o, d[1]], (16, 36), .6, (8, 60), False, True); s.ci = 1
def i_shelter(sim):
    day, pl = sim.ch([(0.2, (33.75,127.1)), (0.3, (37.55,122.45)), (.1, (30.75,122.9)), (21.4, (37.6,122.4)), (25.6, (37.7,121.7)), (25.7, (36.1,129.75)), (21.5, (38.85,121.9)), (25.6, (39.2,127.9))])
    n = int(sim.r.integers(2, 4)); sh = []
    for _ in range(n):
        s = sim.ship(sim.ch(['CN','PA','KR','SL','BZ','RU']), 'coaster'); prox = sorted([p for p in PORTS.values() if p['cc'] not in ('KP',)], key=lambda p: nm(p['berth'], pl))[:14]; a = sim.ch(prox); s.place(-sim.u(.1, 2) * DAY if day > 2 else -DAY * 2, ('b', a['code'])); s.laden = .9; q = toward(pl, sim.u(0, 360), sim.u(.3, 2.5)); s.avoid = pl[1] < 127.5 or pl[0] < 39
        e = s.eta(q); s.stay(max(HR, day * DAY - e - s.t)); s.go(q, dest=None); s.nav(s.t, 1); b = s.t; s.stay(max(10 * HR, day * DAY + sim.u(1.2, 2.5) * DAY - s.t), 'A'); e = s.t; s.avoid = True; s.trade([sim.ch(prox)['code'], sim.ch(prox)['code'], a['code']], (24, 80), .5, (8, 60)); sh.append(s.who('ship'))
    inn(sim, 'shelter from a storm', sh, [('shelter', 'lee of the coast', 'XZ', *pl)], b, e, 'own trade', 'Ships lay close together in a lee until the gale passed.')
def i_shared(sim):
    g = sim.ch(GROUNDS[:7]); m = sim.ch([412000000, 123456789, 412200000 + int(sim.r.integers(1000)), 413000000, 888888888, 412332211]); n = int(sim.r.integers(2, 5))
    ss = [fisher(sim, 'fish', g, m, sim.name('CN', 'fish')) for _ in range(n)]; inn(sim, 'fishing boats sharing a number', [x.who('boat') for x in ss], [('ground', 'fishing ground', 'XZ', g[0], g[1])], 0, T, 'fish', '%d boats of one fleet transmit the same MMSI.' % n)
def i_dupe(sim):
    a = sim.ship('CN', 'coaster', imo=True); b = sim.ship('CN', 'coaster', mmsi=a.mm); b.mm = a.mm
    for s, c in ((a, ['DLC','YNT','TXG']), (b, ['SHA','WNZ','NGB'])): s.trade(c, (30, 80), .5, (8, 60)); s.begin_trade(); s.finish()
    inn(sim, 'two ships with one number by mistake', [a.who('ship'), b.who('ship')], [PL('port', ('b', 'DLC')), PL('port', ('b', 'SHA'))], 0, T, 'general cargo', 'A technician left the same MMSI in two sets.')
def i_sale(sim):
    f0, f1 = sim.ch([('KR','SL'),('JP','SL'),('JP','PA'),('CN','TG'),('PA','SL'),('PA','KM'),('KR','PA'),('TW','PA')]); s = sim.ship(f0, sim.ch(['coaster','stank','handy'])); y = sim.ch(['PUS','ZOS','DLC','MOJ','KHH','YNT']); c = [y, sim.ch(['SHA','PUS','USN','YNT','NGB']), sim.ch(['RZH','DLC','POH'])]; s.trade(c, (24, 80), .6, (8, 60)); s.begin_trade(); t0 = sim.u(5, 22) * DAY; n = 0
    while s.t < t0 and n < 30: s.trip(); n += 1
    s.go(('r', y)); a = s.t; s.stay(sim.u(2, 7) * DAY); e = s.t; x = (a + e) / 2; old = s.who('ship, before'); s.name = sim.name(f1); s.mm = sim.mmsi(f1); s.flag = f1; s.cs = sim.call(f1); s.ev(x, name=s.name, mmsi=s.mm, call=s.cs)
    if sim.p(.5): s.dark(x - sim.u(2, 30) * HR, x + sim.u(2, 20) * HR)
    inn(sim, 'sale, change of name and flag', [old, s.who('ship, after')], [PL('hand-over', ('r', y))], a, e, 'none', 'The ship was sold; the set was reprogrammed at the hand-over.')
def i_neighbours(sim):
    w = sim.ch(['ZOS','NGB','RZH','LYG','NJK','PUS','YNT','DLC','LHS']); t0 = start_day(sim, 8); sh = []; kp = sim.p(.4) and PORTS[w]['cc'] == 'CN'; base = None
    for i in range(2):
        f = 'KP' if kp and i == 0 else sim.ch(['CN','PA','SL','HK','KM']); s = sim.ship(f, sim.ch(['coaster','handy'])); o = 'NAM' if f == 'KP' else sim.ch([x for x in ('TAO','SHA','DLC','YNT','LYG','PUS') if x != w]); s.place(-DAY, ('b', o)); s.laden = 0. if f == 'KP' else .9; s.stay(max(HR, t0 + sim.u(0, 1) * DAY - s.t)); s.cargo(s.laden)
        if base is None: s.go(('r', w)); base = s.pos
        else: s.go(toward(base, sim.u(0, 360), sim.u(.18, .45)), dest=w)
        s.nav(s.t, 1); b = s.t; s.stay(sim.u(1.5, 5) * DAY, 'A'); e = s.t; s.go(('b', w)); s.stay(DAY * 2); s.cargo(.95 if f == 'KP' else 0.); sh.append(s.who('ship'))
        if f == 'KP': s.go(('b', 'NAM')); s.stay(DAY); s.cargo(0.)
        else: s.trade(OTHER['RU' if w in ('NJK', 'PUS') else 'CN'], (24, 80), .6, (8, 60))
    inn(sim, 'neighbours at anchor', sh, [('anchorage', PORTS[w]['name'] + ' roads', PORTS[w]['cc'], *base)], b, e, 'own trade', 'Two ships lay near one another in crowded roads and had nothing to do with each other' + ('; the DPRK ship then loaded food.' if kp else '.'))
def i_idle(sim):
    h = sim.ch(['NAM','NAM','WON','CHO','HAE','SON']); s = sim.ship('KP', sim.ch(['coaster','handy','stank'])); s.place(-5 * DAY, (sim.ch(['r', 'b']), h)); s.stay(T + 6 * DAY); p = s.pos
    for _ in range(int(sim.r.integers(0, 4))): x = sim.u(0, 28) * DAY; s.dark(x, x + sim.u(1, 8) * DAY)
    inn(sim, 'DPRK ship laid up', [s.who('ship')], [(('berth'), PORTS[h]['name'], 'KP', *p)], 0, T, 'none', 'A DPRK ship lay idle in port all month, its set on and off.')
def i_offset(sim):
    s = sim.ch([x for x in sim.ships if x.done and x.cls == 'A' and x.flag != 'KP' and not x.spoofs]); a = sim.u(1, 25) * DAY; b = a + sim.u(.3, 4) * DAY; o = (sim.u(-.6, .6), sim.u(-.6, .6)); s.spoofs.append((a, b, o)); p = pos_at(s, a); inn(sim, 'false positions from a GPS fault', [s.who('ship')], [('true position', 'at sea', 'XZ', *p)], a, b, 'own trade', 'A wrong datum or jammed receiver put the ship tens of miles off its track.')
def i_provision(sim):
    w = sim.ch(['PUS','USN','ZOS','SHA','NJK','RZH']); s = sim.ship(sim.ch(['PA','LR','HK']), sim.ch(['handy','pmax'])); g = 'SW'; t0 = start_day(sim, 6); s.trade([g, w], (40, 80), .9, (20, 90), False, True); s.place(t0 - 3 * DAY, GATES[g][0]); s.laden = 1.; s.cargo(1., -1e8); s.go(('r', w)); p = s.pos; b = sim.ship(PORTS[w]['cc'], sim.ch(['tug', 'stank'])); b.trade([w], (20, 70), .2, (5, 20)); b.place(-DAY, ('b', w)); e = b.eta(p); b.stay(max(HR, s.t + 4 * HR - e - b.t)); m = meet(sim, s, b, p, sim.u(2, 6) * HR, False); s.go(('b', w)); s.stay(50 * HR); s.cargo(0.); b.go(('b', w)); s.ci = 1
    inn(sim, 'bunkers or provisions in roads', [s.who('ship'), b.who('service craft')], [('meeting', PORTS[w]['name'] + ' roads', PORTS[w]['cc'], *p)], m[0], m[1], 'bunkers, stores', 'A service craft lay alongside a ship at anchor for a few hours.')
def i_ballast(sim):
    """foreign ship leaves DPRK-adjacent Russian port with Russian coal"""
    o = sim.ch(['POS','NJK','VYP','SLV','KHO','VNN']); d = sim.ch([('b','POH'),('b','DON'),('b','INC'),('b','RZH'),('b','LYG')]); s = sim.ship(sim.ch(['SL','BZ','PA','KH','TG','RU']), sim.ch(['coaster','handy'])); t0 = start_day(sim, 11); s.place(-DAY, ('b', o)); s.laden = 0.; s.stay(max(DAY, t0 - s.t)); s.cargo(1.); b = s.t; s.go(('r', d[1])); g = habit_gap(sim, s, b, s.t, .35); s.stay(sim.u(8, 60) * HR); s.go(d); s.stay(2 * DAY); s.cargo(0.)
    inn(sim, 'Russian coal from a Russian port', [s.who('carrier')], [PL('loading', ('b', o)), PL('discharge', d)], b, s.t, 'Russian coal', 'A foreign ship carried Russian coal from %s to %s%s.' % (PORTS[o]['name'], PORTS[d[1]]['name'], ', not heard for part of the way' if g else '')); s.trade(OTHER['RU'], (24, 80), .6, (8, 60))

def i_dark_domestic(sim):
    east = sim.p(.35)
    if east: o, d, c = sim.ch(['VVO','NJK','SLV','POS']), sim.ch([('b','NJK'),('b','PUS'),('b','DON'),('b','VVO')]), sim.ch([(42.3,132.2),(42.4,131.6),(41.9,132.6)]); fl = ['RU','PA','KH','SL']
    else: o, d, c = sim.ch(['DAN','DLC','YNT','SHD','LYG']), sim.ch([('b','YNT'),('b','LYG'),('b','BAY'),('r','RZH'),('b','LKU')]), sim.ch([(39.2,123.3),(38.9,122.8),(38.2,122.9),(37.9,122.6),(36.5,123.0)]); fl = ['CN','CN','PA','SL','KM']
    if d[1] == o: d = ('b', 'WEI') if not east else ('b', 'TOY')
    s = sim.ship(sim.ch(fl), 'coaster'); t0 = start_day(sim, 9); s.place(-sim.u(.3, 2) * DAY, ('b', o)); s.laden = 0.; s.stay(max(HR, t0 - s.t)); x = sim.ch([0., .9]); s.cargo(x); d0 = s.t
    s.go(c, dest=sim.ch(['FOR ORDER','', d[1]])); a = s.t; s.stay(sim.u(1.5, 4.5) * DAY, 'D' if sim.p(.5) else 'A'); b = s.t; s.dark(a - sim.u(1, 10) * HR, b + sim.u(-8, 6) * HR)
    if x < .5 and sim.p(.6): s.cargo(.9)   # sand taken aboard from a dredger, or ballast
    s.go(d); s.stay(sim.u(1, 2.5) * DAY); s.cargo(0.)
    inn(sim, 'off the air without a DPRK call', [s.who('ship')], [PL('departure', ('b', o)), ('lay', 'open sea', 'XZ', *c), PL('discharge', d)], d0, s.t, sim.ch(['sea sand, domestic','none','own trade']), 'The crew switched the set off while lying at sea (saving power, or dodging the domestic sand and fuel police); no DPRK port was called.'); s.trade(OTHER['RU' if east else 'CN'], (24, 80), .6, (8, 60))

HID = [(lambda s: h_delivery(s), .19), (lambda s: h_delivery(s, True), .18), (h_dark_voyage, .12), (lambda s: h_transfer(s), .10), (lambda s: h_transfer(s, True), .15), (h_laundered, .09), (h_barge, .07), (h_to_target, .10)]
INN = [(i_dark_domestic,2.5),(i_coastal,3),(i_import,4),(i_rajin,1.4),(i_aid,3),(i_yard,1.5),(i_passenger,.7),(i_oilcap,1.5),(i_fault,3),(i_hole,2),(i_lighten,2),(i_bunker,2.5),(i_orders,2),(i_shelter,1.5),(i_shared,2),(i_dupe,.8),(i_sale,2),(i_neighbours,2),(i_idle,3),(i_offset,1.2),(i_provision,1.5),(i_ballast,2)]

def pos_at(s, t):
    k = sorted(s.kn, key=lambda x: x[0]); ts = [x[0] for x in k]; i = min(max(np.searchsorted(ts, t) - 1, 0), len(k) - 1); return (k[i][1], k[i][2])

# ----------------------------------------------------------------------------- radio
def clean(s):
    k = s.kn; t = np.array([x[0] for x in k]); la = np.array([x[1] for x in k]); lo = np.array([x[2] for x in k]); m = np.array([x[3] for x in k])
    o = np.argsort(t, kind='stable'); return t[o], la[o], lo[o], m[o]

def emit(sim, s, statics, env, out):
    r = sim.r; kt, kla, klo, km = clean(s)
    # blocks of slots
    def slots(mv, step):
        return None
    base = env['step_mv'] if s.cls == 'A' else env['step_mv'] * 1.4
    n = int(T / base); ts = (np.arange(n) + r.random(n)) * base
    i = np.clip(np.searchsorted(kt, ts, side='right') - 1, 0, len(kt) - 2)
    mode = km[i]
    still = np.isin(mode, ['A', 'B']); slow = np.isin(mode, ['D', 'S'])
    keep = (mode != 'X') & (ts >= kt[0]) & (ts <= kt[-1]) & (~still | (np.arange(n) % env['thin_still'] == 0)) & (~slow | (np.arange(n) % env['thin_slow'] == 0))
    for a, b in s.off: keep &= ~((ts >= a) & (ts < b))
    ts = ts[keep]; mode = mode[keep]; still = still[keep]; slow = slow[keep]
    # satellite candidates
    sp = env['sat_t']; nm_ = r.integers(1, 4, len(sp)); st = np.repeat(sp, nm_) + r.uniform(-240, 240, nm_.sum()); slat = np.repeat(env['sat_la'], nm_); slon = np.repeat(env['sat_lo'], nm_)
    j = np.clip(np.searchsorted(kt, st, side='right') - 1, 0, len(kt) - 2); sm = km[j]
    ok = (sm != 'X') & (st >= max(0, kt[0])) & (st < min(T, kt[-1]))
    for a, b in s.off: ok &= ~((st >= a) & (st < b))
    st = st[ok]; sm = sm[ok]; slat = slat[ok]; slon = slon[ok]
    allt = np.concatenate([ts, st]); allm = np.concatenate([mode, sm]); issat = np.r_[np.zeros(len(ts), bool), np.ones(len(st), bool)]
    if not len(allt): return
    i = np.clip(np.searchsorted(kt, allt, side='right') - 1, 0, len(kt) - 2)
    dt = kt[i + 1] - kt[i]; f = np.where(dt > 0, (allt - kt[i]) / np.where(dt > 0, dt, 1), 0)
    la = kla[i] + f * (kla[i + 1] - kla[i]); lo = klo[i] + f * (klo[i + 1] - klo[i]); cl = np.cos(np.radians(la))
    dn = (kla[i + 1] - kla[i]) * 60; de = (klo[i + 1] - klo[i]) * 60 * cl
    sog = np.where(dt > 0, np.hypot(dn, de) / np.where(dt > 0, dt, 1) * 3600, 0); cog = np.degrees(np.arctan2(de, dn)) % 360
    still = np.isin(allm, ['A', 'B']); sog = np.where(still, 0, sog)
    anch = allm == 'A'; th = s.swing + 1.3 * np.tanh(2.5 * np.sin(2 * np.pi * allt / 44712.)) + .25 * np.sin(allt / 9000. + s.swing)
    la = la + np.where(anch, s.sr * np.cos(th), 0); lo = lo + np.where(anch, s.sr * np.sin(th), 0)
    # reception
    p = np.zeros(len(allt)); tr = ~issat
    if tr.any():
        d = np.hypot((la[tr, None] - STA[None, :, 0]) * 60, (lo[tr, None] - STA[None, :, 1]) * 60 * cl[tr, None]).astype(np.float32)
        di = (allt[tr] / DAY * 4).astype(int)
        R = 2.23 * (np.sqrt(STA[:, 2]) + math.sqrt(s.h)) * (1.0 if s.cls == 'A' else .62) * (.75 + .25 * s.q) * env['duct'][:, di].T * 1.12
        x = np.clip((d - R) / (.10 * R + 1e-6), -30, 30); pm = env['up'][:, di].T * .8 / (1 + np.exp(x))
        pb = 1 - np.prod(1 - pm, axis=1); dens = density(la[tr], lo[tr])
        intv = np.where(still[tr], 180., np.where(sog[tr] < 14, 10., 6.)) if s.cls == 'A' else np.where(sog[tr] < 2, 180., 30.)
        nmsg = np.maximum(1, env['step_mv'] / intv); pb = pb * (1 - .45 * dens) * min(1, s.q + .15)
        p[tr] = 1 - (1 - np.minimum(pb, .995)) ** np.minimum(nmsg, 12)
        p[tr] *= env['feed']  # provider's own losses
    if issat.any():
        ds = np.hypot((la[issat] - slat) * 60, (lo[issat] - slon) * 60 * cl[issat]); dens = density(la[issat], lo[issat])
        inport = (allm[issat] == 'B'); q = (.62 * np.exp(-2.6 * dens)) * np.where(inport, .75, 1.0) * np.where(still[issat], .7, 1.) * (s.q if s.cls == 'A' else .12 * s.q) * (ds < 1250)
        p[issat] = q
    g = r.random(len(allt)) < p
    if not g.any(): return
    o = np.argsort(allt[g], kind='stable'); sel = np.where(g)[0][o]
    allt = np.floor(allt[sel]); la = la[sel]; lo = lo[sel]; sog = sog[sel]; cog = cog[sel]; still = still[sel]; th = th[sel]; issat = issat[sel]; m = allm[sel]; cl = cl[sel]; N = len(sel)
    for a, b, of in s.spoofs:
        w = (allt >= a) & (allt < b); la[w] += of[0]; lo[w] += of[1]
    la = la + r.normal(0, 5e-5, N); lo = lo + r.normal(0, 5e-5, N) / cl
    sog = np.where(m == 'B', np.maximum(0, r.normal(-.05, .08, N)), np.where(m == 'A', np.abs(r.normal(.05, .12, N)), np.maximum(0, sog + r.normal(0, .15, N))))
    cog = np.where(still, r.uniform(0, 360, N), (cog + r.normal(0, 2.0, N)) % 360)
    hd = np.where(m == 'A', (np.degrees(th) + 180) % 360, np.where(m == 'B', (s.swing * 57.3) % 360, np.where(np.isin(m, ['D', 'S']), (cog + 80) % 360, (cog + r.normal(0, 2, N)) % 360)))
    hd = np.where(s.hdgok, np.floor(hd), 511)
    # states
    E = sorted(s.evs, key=lambda x: (x[0], x[1])); cur = {}; et = []; sid = []; nv = []; mm = []
    for t, _, kx in E:
        cur.update(kx); key = (cur.get('name') or '', cur.get('imo') or '', cur.get('call') or '', cur.get('typ') or '', cur.get('len'), cur.get('wid'), '' if cur.get('draught') is None else cur['draught'], (cur.get('dest') or '').replace(',', ' '))
        if key not in statics: statics[key] = len(statics)
        et.append(t); sid.append(statics[key]); nv.append(cur['nav']); mm.append(cur['mmsi'])
    x = np.searchsorted(et, allt, side='right') - 1
    navs = np.array(nv)[x]
    if s.cls == 'B': navs = np.full(N, 15)
    flag = r.random(N) < np.where(issat, .28, .5)
    flag &= np.ones(N, bool)
    out.append(dict(t=allt, la=la, lo=lo, sog=sog, cog=cog, hd=hd, nav=navs, mm=np.array(mm)[x], sid=np.array(sid)[x], fl=flag, ship=np.full(N, s.idx)))

def main():
    ap = argparse.ArgumentParser(); ap.add_argument('seed', type=int); ap.add_argument('folder'); ap.add_argument('--hidden', type=int); ap.add_argument('--check', action='store_true'); ap.add_argument('--ships', type=int, default=250)
    a = ap.parse_args(); sim = Sim(a.seed); r = sim.r
    nh = int(r.integers(0, 41)); nh = a.hidden if a.hidden is not None else nh
    ni = int(r.integers(26, 41))
    nb = max(110, a.ships - int(1.5 * nh) - int(1.5 * ni))
    background(sim, nb)
    kinds = [k for k, _ in HID]; w = np.array([x for _, x in HID]); w /= w.sum()
    # one of each kind first when there is room, then by weight
    order = list(r.permutation(len(kinds)))
    pick = (order if nh >= 12 else []) ; pick = (pick + [int(x) for x in r.choice(len(kinds), 60, p=w)])[:nh]
    for i in pick: kinds[int(i)](sim)
    fk = [k for k, _ in INN]; w = np.array([x for _, x in INN]); w /= w.sum()
    npass = 0
    for i in r.choice(len(fk), ni, p=w):
        f = fk[int(i)]
        if f in (i_passenger, i_dupe):
            npass += 1
            if npass > 2 or f is i_passenger and any(x['kind'].startswith('DPRK passenger') for x in sim.innocent): f = i_import
        f(sim)
    for s in sim.ships:
        s.finish()
        # sets switched off alongside, by habit
        pr = .28 if s.flag == 'KP' else .08 if s.size in ('coaster', 'stank', 'barge') else 0
        for (t0, _, _, m0), (t1, _, _, m1) in zip(s.kn[:-1], s.kn[1:]):
            if m0 == 'B' and t1 - t0 > 20 * HR and t1 > 0 and pr and sim.p(pr):
                x = max(t0, 0) + sim.u(2, 9) * HR; y = t1 - sim.u(2, 8) * HR
                if y > x + HR: s.dark(x, min(y, x + sim.u(1, 6) * DAY))
    for lst, c in ((sim.hidden, 'h'), (sim.innocent, 'i')):
        pm = r.permutation(len(lst)); lst[:] = [lst[int(j)] for j in pm]
        for n, x in enumerate(lst): x['id'] = c + str(n + 1)
    # radio environment
    ns = 44 * NDAYS // 1; sat_t = np.sort(r.uniform(0, T, int(40 * NDAYS)))
    d4 = NDAYS * 4 + 2
    duct = np.exp(r.normal(0, .06, (len(STA), d4)) + np.repeat(r.normal(.02, .10, (1, d4 // 2 + 1)), 2, axis=1)[:, :d4]); up = (r.random((len(STA), d4)) > .012).astype(float)
    for k in range(len(STA)):
        if r.random() < .3: x = int(r.integers(0, d4)); up[k, x:x + int(r.integers(2, 14))] = 0
    env = dict(step_mv=135., thin_still=4, thin_slow=2, feed=.86, sat_t=sat_t, sat_la=r.uniform(22, 46, len(sat_t)), sat_lo=r.uniform(112, 146, len(sat_t)), duct=duct, up=up)
    statics = {}; out = []
    for i, s in enumerate(sim.ships): s.idx = i
    for s in sim.ships: emit(sim, s, statics, env, out)
    C = {k: np.concatenate([o[k] for o in out]) for k in out[0]}
    o = np.argsort(C['t'], kind='stable'); C = {k: v[o] for k, v in C.items()}; N = len(C['t'])
    # static known so far, per number
    g = np.lexsort((np.arange(N), C['mm'])); mm = C['mm'][g]; fl = C['fl'][g]; first = np.r_[True, mm[1:] != mm[:-1]]; st = np.where(fl, C['sid'][g], -1)
    idx = np.where(fl | first, np.arange(N), 0); idx = np.maximum.accumulate(idx); known = np.empty(N, int); known[g] = st[idx]
    truth = dict(la=C['la'].copy(), lo=C['lo'].copy())
    # damage
    n = N; bad = r.random(n) < .0006; kb = np.where(bad)[0]
    for i in kb:
        x = r.random()
        if x < .35: C['la'][i], C['lo'][i] = 91.0, 181.0
        elif x < .7: C['la'][i] += r.choice([-1, 1]) * 2.0 ** r.integers(-2, 5) * .874; C['lo'][i] += r.choice([-1, 0, 1]) * 2.0 ** r.integers(-2, 5) * .874
        elif x < .8: C['la'][i], C['lo'][i] = 0.0, 0.0
        elif x < .9: C['sog'][i] = 102.3; C['cog'][i] = 360.0
        else: C['mm'][i] = C['mm'][i] ^ (1 << int(r.integers(0, 24)))
    # bad positions outside the globe are clipped as a decoder would
    C['la'] = np.clip(C['la'], -91, 91); C['lo'] = np.clip(C['lo'], -181, 181)
    dup = np.sort(np.where(r.random(N) < .003)[0])
    os.makedirs(a.folder, exist_ok=True)
    for f in os.listdir(a.folder):
        if f.startswith('strange-') and f.endswith('.csv') or f == 'key.json': os.remove(os.path.join(a.folder, f))
    sl = [''] * (len(statics) + 1)
    for key, i in statics.items(): sl[i] = ','.join('' if v is None else str(v) for v in key)
    sl[-1] = ',,,,,,,'
    files = []; day = (C['t'] // DAY).astype(int); hdr = 'mmsi,timestamp,latitude,longitude,sog_knots,cog,heading,nav_status,ship_name,imo,callsign,ship_type,length_m,width_m,draught_m,destination\n'
    dups = set(dup.tolist())
    tod = ['%02d:%02d:%02d' % (x // 3600, x // 60 % 60, x % 60) for x in range(86400)]
    for dd in range(NDAYS):
        lo_, hi = np.searchsorted(day, dd), np.searchsorted(day, dd + 1); ds = (EPOCH + datetime.timedelta(days=dd)).strftime('%Y-%m-%d'); fn = 'strange-%s.csv' % ds; files.append(fn)
        L = [hdr]
        for i, m, t, la, lo, sg, cg, h, nv, kx in zip(range(lo_, hi), C['mm'][lo_:hi].tolist(), (C['t'][lo_:hi] - dd * DAY).astype(int).tolist(), C['la'][lo_:hi].tolist(), C['lo'][lo_:hi].tolist(), C['sog'][lo_:hi].tolist(), C['cog'][lo_:hi].tolist(), C['hd'][lo_:hi].astype(int).tolist(), C['nav'][lo_:hi].tolist(), known[lo_:hi].tolist()):
            row = '%d,%sT%sZ,%.5f,%.5f,%.1f,%.1f,%d,%d,%s\n' % (m, ds, tod[t], la, lo, sg, cg, h, nv, sl[kx])
            L.append(row)
            if i in dups: L.append(row)
        with open(os.path.join(a.folder, fn), 'w') as fh: fh.writelines(L)
    with open(os.path.join(a.folder, 'key.json'), 'w') as fh: json.dump({"files": files, "hidden": sim.hidden, "innocent": sim.innocent}, fh, indent=1)
    print('seed', a.seed, 'ships', len(sim.ships), 'positions', N, 'hidden', len(sim.hidden), 'innocent', len(sim.innocent))
    if a.check: check(sim, C, truth)

def check(sim, C, tr):
    rt = sim.rt; n = len(C['t']); iy = np.clip(((tr['la'] - LAT0) / RES).astype(int), 0, NY - 1); ix = np.clip(((tr['lo'] - LON0) / RES).astype(int), 0, NX - 1)
    core = ~dilate(~rt.raw); L = core[iy, ix] & (C['sog'] > 2)
    print('on land (one cell in), under way: %.4f%%' % (100 * L.mean()))
    sh, c = np.unique(C['ship'][L], return_counts=True)
    for i in np.argsort(-c)[:6]:
        w = np.where(L & (C['ship'] == sh[i]))[0]; print('   ', sim.ships[sh[i]].name, sim.ships[sh[i]].size, c[i], sim.ships[sh[i]].circuit, [(round(float(tr['la'][j]), 2), round(float(tr['lo'][j]), 2)) for j in w[::max(1, len(w) // 4)]])
    g = np.lexsort((C['t'], C['ship'])); s = C['ship'][g]; t = C['t'][g]; la = tr['la'][g]; lo = tr['lo'][g]; same = s[1:] == s[:-1]; dt = t[1:] - t[:-1]
    d = np.hypot((la[1:] - la[:-1]) * 60, (lo[1:] - lo[:-1]) * 60 * np.cos(np.radians(la[1:]))); w = same & (dt > 60); v = d[w] / dt[w] * 3600
    print('implied speed >26 kn: %.4f%%; worst %.0f' % (100 * (v > 26).mean(), v.max()))
    bi = np.where(same & (dt > 60) & (d / np.maximum(dt, 1) * 3600 > 26))[0]; bs, bc = np.unique(s[bi], return_counts=True)
    for x, y in list(zip(bs, bc))[:8]: print('   fast', sim.ships[x].name, sim.ships[x].size, y, sim.ships[x].spoofs and 'spoof')
    k = np.array([sum(C['ship'] == i) for i in range(0, len(sim.ships), 10)]); print('rows a ship: median %d, min %d, max %d' % (np.median(k), k.min(), k.max()))
    by = {}
    for x in sim.hidden + sim.innocent:
        row = [x['id'], x['kind'], '%.1f-%.1f' % (x['begin'] / DAY, x['end'] / DAY)]
        for q in x['ships']:
            w = (C['mm'] == q[2]) & (C['t'] >= x['begin']) & (C['t'] <= x['end']); nr = int(w.sum())
            ds = []
            for pl in x['places']:
                ds.append('%.1f' % np.min(np.hypot((tr['la'][w] - pl[3]) * 60, (tr['lo'][w] - pl[4]) * 50)) if nr else '-')
            mxg = np.diff(np.r_[x['begin'], C['t'][w], x['end']]).max() / HR
            row.append('%s n=%d gap=%.0fh d=%s' % (q[0][:12], nr, mxg, '/'.join(ds)))
        print('  '.join(row))

if __name__ == '__main__': main()
