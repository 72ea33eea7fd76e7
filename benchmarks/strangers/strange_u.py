#!/usr/bin/env python3
"""One month of AIS (Oct 2018), Yellow Sea / East China Sea / Sea of Japan, with hidden acts and lawful look-alikes."""
import sys, os, json, math, heapq
import numpy as np

DAY = 86400.0
H = 3600.0
TEND = 30 * DAY
NET = """
# name lat lon jitter_nm | neighbours
tianjin 38.93 118.05 .5 tj_app
tj_app 38.80 118.45 2 bohai_c cfd
cfd 38.90 118.62 .5 bohai_c
qhd 39.85 119.75 .7 bohai_c bohai_n
jinzhou 40.70 121.05 .5 bohai_n
byq 40.27 121.92 .6 bohai_n
bohai_c 38.95 119.9 5 lts bohai_n lkou_n
bohai_n 39.75 120.7 5 lts
lkou_n 37.95 120.1 2 longkou lts
longkou 37.72 120.25 .5
lts 38.57 120.85 1.5 ysn1
ysn1 38.35 121.55 4 dal_app yantai_a csj ysn2
yantai_a 37.75 121.5 2 yantai csj
yantai 37.61 121.42 .4
dal_app 38.78 121.9 2 dalian ysn2 ddw
dalian 38.94 121.72 .4
ddw 38.8 122.9 4 dd_app ysn2
dd_app 39.35 123.8 2 dandong npo
dandong 39.72 124.05 .5
weihai 37.50 122.28 .4 csj
csj 37.72 122.75 3 ysn2 csj2
csj2 37.3 122.95 3 shidao_a ysc2
shidao_a 36.65 122.55 1.5 shidao qd_off
shidao 36.85 122.42 .3
ysn2 38.3 122.9 6 npo ysc1 csj2
npo 38.45 124.4 4 npa ysc1 hj1
npa 38.61 124.85 .8 nampo
nampo 38.69 125.12 .2 nampo_in
nampo_in 38.705 125.35 .1 songnim
songnim 38.74 125.60 .1
hj1 38.02 124.3 1.5 ysc1 hj2
hj2 37.66 124.75 1 hj3
hj3 37.64 125.25 .6 hj4
hj4 37.69 125.52 .3 hj5
hj5 37.78 125.64 .2 haeju
haeju 37.87 125.72 .3
ysc1 37.5 123.9 8 ysc2 incw csj2
incw 37.0 125.4 4 inca ysc2
inca 37.08 126.2 .6 incheon pyt
incheon 37.29 126.42 .4
pyt 37.08 126.40 .3
ysc2 36.3 123.6 10 ysc3 gunsan_w
gunsan_w 35.9 125.7 3 gunsan incw ysc3 heuk
gunsan 35.94 126.35 .4
heuk 34.4 125.0 4 ysc3 jejn gunsan_w
ysc3 34.8 123.6 10 qd_off yss lyg_off
qd_off 35.75 121.2 5 qd lyg_off
qd 35.97 120.45 .6
lyg_off 35.1 120.6 3 rizhao lanshan lyg qd_off jsoff
rizhao 35.35 119.72 .7
lanshan 35.05 119.62 .7
lyg 34.88 119.75 1.2
jsoff 33.8 122.3 4 js2 yss
js2 32.4 122.9 4 cj_app yss
yss 33.0 124.2 10 ecn jejs cj_app
cj_app 31.15 122.7 3 cjk zs_n ecn
cjk 31.08 122.25 .6 cjk2
cjk2 31.28 121.85 .4 wgq
wgq 31.40 121.57 .2 cjr1
cjr1 31.68 121.15 .3 cjr2
cjr2 31.79 120.93 .2 cjr3
cjr3 32.01 120.75 .2 cjr4
cjr4 31.94 120.30 .2 
zs_n 30.5 123.0 4 zs_x zs_s zs_a ecn
zs_a 30.25 122.85 1
zs_x 29.72 122.55 1.5 zs_s nb
nb 29.74 122.41 .5
zs_s 29.3 122.9 4 zs_x wzoff ecs
wzoff 27.9 121.8 5 wz fj
wz 27.9 121.25 .6
fj 26.3 120.6 4 mawei tws ectw
mawei 26.08 119.95 .8
ecn 31.4 124.6 12 ecc jejs zs_n
ecc 30.0 125.3 14 ecs kyw jejs zs_s
ecs 28.3 124.0 12 ectw wzoff
ectw 26.2 122.0 6 twn twe tws
twn 25.5 121.8 2 keelung twe
keelung 25.22 121.78 .4
twe 24.4 122.7 5
tws 24.6 119.9 5 taichung exs
taichung 24.3 120.40 .5
exs 23.0 118.6 8
jejs 32.7 126.2 8 kyw jejse
jejse 33.3 127.6 4 yeosu_a ksw kse jejn
jejn 33.85 126.4 2 yeosu_a heuk
yeosu_a 34.25 127.9 2 yeosu ksw
yeosu 34.65 127.85 .4
ksw 34.8 129.05 2 busan sj1
busan 35.02 129.05 .5
kse 34.15 129.85 3 hakata kanmon sj1
hakata 33.7 130.28 .5
kanmon 34.02 130.78 .6 sj1 kmn
kyw 32.3 128.7 4 nagasaki osumi jejse
nagasaki 32.68 129.72 .4
osumi 30.9 130.1 3
sj1 35.45 130.1 4 ulsan pohang sj2 sjs sj1b
ulsan 35.38 129.52 .5
pohang 36.09 129.63 .3
sj1b 36.9 129.9 4 donghae sj2 pohang
donghae 37.5 129.25 .5
sj2 38.2 131.0 10 sj3 donghae wsn_o
wsn_o 39.3 128.6 4 wonsan hungnam sj3 tan_o
wonsan 39.23 127.60 .5 
hungnam 39.78 127.66 .5 
tan_o 40.3 129.4 3 tanchon kimch mus sj3
tanchon 40.40 128.95 .4
kimch 40.65 129.26 .4
chj_a 41.6 130.0 2 chongjin rj_a sj4
chongjin 41.74 129.84 .4
rj_a 42.05 130.45 1.5 rajin sj4 rj_b
rajin 42.17 130.245 .2
pos_a 42.45 131.02 .7 posyet
posyet 42.57 130.88 .3
sj3 40.2 131.4 10 sj4 sje
sj4 41.8 131.5 6 vl_a nk_a
vl_a 42.62 131.52 1.5 vlad slav nk_a
vlad 43.08 131.66 .3
slav 42.80 131.47 .3
nk_a 42.55 132.8 2 nakhodka
nakhodka 42.75 132.90 .4
sjs 36.0 132.5 4 sakai maiz_a
sakai 35.6 133.32 .5
maiz_a 35.95 135.3 3 maizuru kana sje
maizuru 35.65 135.38 .4
kana 37.6 136.4 2 sje
niigata 38.0 139.0 .5 ngt
akita 39.75 139.93 .3 aki
sje 38.7 137.0 10 tsug vl_a
tsug 41.2 139.8 3 sj4
kmn 34.6 130.7 2 sjs sj1
mus 40.9 130.0 2 chj_a tan_o
rj_b 42.3 131.2 2 pos_a vl_a
ngt 38.55 138.8 2 sje
aki 39.75 139.4 2 tsug ngt
"""
NODE, ADJ, JIT = {}, {}, {}
for _l in NET.strip().splitlines():
    if _l[0] == '#':
        continue
    _p = _l.split()
    NODE[_p[0]] = (float(_p[1]), float(_p[2])); JIT[_p[0]] = float(_p[3]); ADJ.setdefault(_p[0], [])
for _l in NET.strip().splitlines():
    if _l[0] == '#':
        continue
    _p = _l.split()
    for _q in _p[4:]:
        if _q not in ADJ[_p[0]]: ADJ[_p[0]].append(_q)
        if _p[0] not in ADJ[_q]: ADJ[_q].append(_p[0])


def dist(a, b):
    """nm, flat with mean-latitude cosine: enough for legs of this size"""
    return 60 * math.hypot(b[0] - a[0], (b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2)))


_RC = {}
def route(a, b):
    if (a, b) in _RC: return _RC[(a, b)]
    dd = {a: 0.0}; pr = {}; q = [(0.0, a)]
    while q:
        d, u = heapq.heappop(q)
        if u == b: break
        if d > dd[u]: continue
        for v in ADJ[u]:
            w = d + dist(NODE[u], NODE[v])
            if w < dd.get(v, 1e9):
                dd[v] = w; pr[v] = u; heapq.heappush(q, (w, v))
    p = [b]
    while p[-1] != a: p.append(pr[p[-1]])
    _RC[(a, b)] = p[::-1]
    return _RC[(a, b)]


def rlen(a, b):
    p = route(a, b)
    return sum(dist(NODE[x], NODE[y]) for x, y in zip(p, p[1:]))


COUNTRY = {}
for _c, _s in (("KP", "nampo nampo_in songnim haeju wonsan hungnam tanchon kimch chongjin rajin"),
               ("CN", "tianjin cfd qhd jinzhou byq longkou yantai dalian dandong weihai shidao qd rizhao lanshan lyg cjk cjk2 wgq cjr1 cjr2 cjr3 cjr4 zs_a zs_x nb wz mawei"),
               ("KR", "incheon pyt gunsan yeosu busan ulsan pohang donghae"), ("JP", "hakata kanmon nagasaki sakai maizuru niigata akita"),
               ("RU", "posyet vlad slav nakhodka"), ("TW", "keelung taichung")):
    for _x in _s.split(): COUNTRY[_x] = _c
PNAME = dict(nampo="Nampo", nampo_in="Nampo (inner)", songnim="Songnim", haeju="Haeju", wonsan="Wonsan", hungnam="Hungnam", tanchon="Tanchon",
             kimch="Kimchaek", chongjin="Chongjin", rajin="Rajin", tianjin="Tianjin", cfd="Caofeidian", qhd="Qinhuangdao", jinzhou="Jinzhou",
             byq="Bayuquan", longkou="Longkou", yantai="Yantai", dalian="Dalian", dandong="Dandong", weihai="Weihai", shidao="Shidao",
             qd="Qingdao", rizhao="Rizhao", lanshan="Lanshan", lyg="Lianyungang", cjk="Changjiangkou anchorage", cjk2="Yangtze mouth", wgq="Waigaoqiao (Shanghai)",
             cjr1="Liuhe", cjr2="Changshu", cjr3="Nantong", cjr4="Jiangyin", zs_a="Zhoushan east roads", zs_x="Ningbo-Zhoushan anchorage (Xiazhimen)",
             nb="Ningbo-Zhoushan", wz="Wenzhou", mawei="Mawei", incheon="Incheon", pyt="Pyeongtaek", gunsan="Gunsan", yeosu="Yeosu", busan="Busan",
             ulsan="Ulsan", pohang="Pohang", donghae="Donghae", hakata="Hakata", kanmon="Kanmon", nagasaki="Nagasaki", sakai="Sakaiminato",
             maizuru="Maizuru", niigata="Niigata", akita="Akita", posyet="Posyet", vlad="Vladivostok", slav="Slavyanka", nakhodka="Nakhodka",
             keelung="Keelung", taichung="Taichung")
DESTS = dict(nampo=["NAMPO", "NAMPO", "NAMPHO", "KP NAM", "NAMPO,DPRK"], nampo_in=["NAMPO", "NAMPHO"], songnim=["SONGNIM", "NAMPO"], haeju=["HAEJU"],
             wonsan=["WONSAN"], hungnam=["HUNGNAM"], tanchon=["DANCHON", "TANCHON"], kimch=["KIMCHAEK"], chongjin=["CHONGJIN", "CHUNGJIN", "KP CHO"],
             rajin=["RAJIN", "NAJIN", "KP RJN"], tianjin=["TIANJIN", "CN TXG", "XINGANG"], cfd=["CAOFEIDIAN", "CN CFD"], qhd=["QINHUANGDAO", "QHD"],
             jinzhou=["JINZHOU"], byq=["BAYUQUAN", "YINGKOU", "BYQ"], longkou=["LONGKOU", "LONG KOU"], yantai=["YANTAI", "CN YNT"], dalian=["DALIAN", "CN DLC", "DA LIAN"],
             dandong=["DANDONG", "DAN DONG"], weihai=["WEIHAI"], shidao=["SHIDAO", "SHI DAO"], qd=["QINGDAO", "CN TAO", "DONGJIAKOU"], rizhao=["RIZHAO", "CN RZH"],
             lanshan=["LANSHAN", "LAN SHAN"], lyg=["LIANYUNGANG", "LYG", "CN LYG"], cjk=["CJK", "CHANGJIANGKOU"], cjk2=["SHANGHAI"], wgq=["SHANGHAI", "CN SHA", "WAIGAOQIAO"],
             cjr1=["TAICANG", "LIUHE"], cjr2=["CHANGSHU"], cjr3=["NANTONG", "NAN TONG"], cjr4=["JIANGYIN", "JIANG YIN", "ZHANGJIAGANG", "TAIZHOU"],
             zs_a=["ZHOUSHAN", "CN ZOS", "ZHOUSHAN OPL"], zs_x=["NINGBO", "ZHOUSHAN", "XIAZHIMEN", "CN NGB"], nb=["NINGBO", "CN NGB", "ZHOUSHAN", "BEILUN"],
             wz=["WENZHOU"], mawei=["MAWEI", "FUZHOU"], incheon=["INCHEON", "KR INC", "INCHON"], pyt=["PYEONGTAEK", "KR PTK"], gunsan=["GUNSAN", "KR KUV"],
             yeosu=["YEOSU", "KR YOS", "GWANGYANG"], busan=["BUSAN", "KR PUS", "PUSAN"], ulsan=["ULSAN", "KR USN"], pohang=["POHANG", "KR KPO"],
             donghae=["DONGHAE"], hakata=["HAKATA", "JP HKT"], kanmon=["KANMON", "MOJI", "JP KKJ"], nagasaki=["NAGASAKI"], sakai=["SAKAIMINATO"],
             maizuru=["MAIZURU"], niigata=["NIIGATA", "JP KIJ"], akita=["AKITA"], posyet=["POSYET", "POSIET"], vlad=["VLADIVOSTOK", "RU VVO", "VVO"],
             slav=["SLAVYANKA"], nakhodka=["NAKHODKA", "RU NJK", "VOSTOCHNY"], keelung=["KEELUNG", "TW KEL"], taichung=["TAICHUNG", "TW TXG"],
             osumi=["US LAX", "TOKYO", "YOKOHAMA"], tsug=["US SEA", "TOMAKOMAI"], exs=["HONG KONG", "SINGAPORE", "KAOHSIUNG"], twe=["MANILA", "KAOHSIUNG", "SINGAPORE"])
VAGUE = ["FOR ORDERS", "FOR ORDER", "CHINA", "CN", "N/A", "", "E CHINA SEA", "AT SEA", "ECS OPL", "CH PORT", "YELLOW SEA", "0"]
MID = dict(KP=["445"], CN=["412", "413", "414"], HK=["477"], TW=["416"], KR=["440", "441"], JP=["431", "432"], RU=["273"], PA=["351", "352", "353", "354", "355", "370", "371", "372"],
           LR=["636"], MH=["538"], SG=["563", "564", "565", "566"], SL=["667"], TG=["671"], BZ=["312"], MN=["457"], PW=["511"], KH=["514", "515"], KM=["620"],
           TZ=["677"], DM=["325"], TV=["572"], VU=["576"], VC=["376"], KN=["341"], VN=["574"], CM=["613"], FM=["510"], MT=["248", "249"], CK=["518"])
CALL = dict(KP="HM", CN="B", HK="VR", TW="B", KR="D", JP="J", RU="U", PA="H", LR="D5", MH="V7", SG="9V", SL="9L", TG="5V", BZ="V3", MN="JV", PW="T8", KH="XU",
            KM="D6", TZ="5I", DM="J7", TV="T2", VU="YJ", VC="J8", KN="V4", VN="3W", CM="TJ", FM="V6", MT="9H", CK="E5")


class World:
    def __init__(s, seed):
        s.r = np.random.default_rng([seed, 77123])
        s.names, s.mm, s.im = {}, {}, {}
        s.ships, s.hidden, s.innocent = [], [], []
        s.mothers = []; s.tail = []
        s.nh = 0; s.ni = 0

    def u(s, a, b): return float(a + (b - a) * s.r.random())
    def p(s, x): return bool(s.r.random() < x)
    def pick(s, seq, w=None):
        if w is not None:
            w = np.array(w, float); w /= w.sum()
            return seq[int(s.r.choice(len(seq), p=w))]
        return seq[int(s.r.integers(len(seq)))]

    def mmsi(s, flag):
        while True:
            m = s.pick(MID[flag]) + "%06d" % s.r.integers(1000 if flag != "KP" else 10, 999999 if flag not in ("KP", "SL", "TG") else 999000)
            if m not in s.mm: s.mm[m] = 1; return m

    def imo(s, good=True):
        while True:
            b = str(int(s.r.integers(791000, 983000)))
            c = sum(int(x) * w for x, w in zip(b, (7, 6, 5, 4, 3, 2))) % 10
            v = b + str(c if good else (c + int(s.r.integers(1, 10))) % 10)
            if v not in s.im: s.im[v] = 1; return v

    def callsign(s, flag):
        L = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        c = CALL[flag]
        if flag == "KP": return c + s.pick(L) + s.pick(L) + (str(s.r.integers(2, 10)) if s.p(.3) else "")
        while len(c) < 4: c += s.pick(L)
        if flag in ("PA", "LR", "MH", "SG", "HK", "TG", "SL", "BZ") : c += str(s.r.integers(0, 10))
        return c

    def name(s, flag, cls):
        K = "KUM RYONG PAEK SONG JANG UN CHOL TAE MYONG HUNG SAN RYO HWA JON SOL PYONG RIM DOK ON CHON YANG KANG SU".split()
        C = "XIN HAI HUA YUAN SHENG DA FENG HONG TONG SHUN JIN RUI YONG AN LONG CHANG BO TAI GUANG XIANG HENG".split()
        E1 = "OCEAN PACIFIC GOLDEN EASTERN STAR ORIENTAL BRIGHT GLORY SILVER GRAND NEW LUCKY ASIA BLUE NORTHERN EVER ROYAL".split()
        E2 = "BRAVE HOPE DRAGON PIONEER TRADER VENUS FORTUNE PEARL WAVE LEADER HARMONY SPIRIT ANGEL HORIZON JADE UNITY GRACE".split()
        Jn = "EIHO TENSHO KOYO SEIWA FUKUEI MYOJIN RYUO SHINSEI TAIYO HOSEI KAIRYU ASAHI".split()
        R = "AMUR VOLGA PRIMORYE SIBIR ZALIV KAPITAN ORION BEREG TAIGA BAIKAL".split()
        Ko = "DONG BANG HAN SUNG KOREA HAE WOO JIN DAE YU SAM MIN".split()
        while True:
            if cls == "fish":
                pv = {"CN": ["LU RONG YU", "ZHE LING YU", "LIAO DAN YU", "MIN SHI YU", "ZHE DAI YU", "LU WEI YU", "SU GAN YU"], "KR": ["HAE SUNG", "DAE YANG"], "JP": ["MARU"], "TW": ["JIN MAN FA", "SHUN TIEN"]}.get(flag, ["FU YUAN YU", "HAI LI", "YUE YU"])
                n = s.pick(pv)
                if flag == "JP": n = s.pick(Jn) + "MARU NO" + str(s.r.integers(1, 99))
                else: n += s.pick(["", " "]) + str(s.r.integers(1, 99) if flag != "CN" else s.r.integers(1001, 69999))
            elif flag == "KP":
                n = s.pick(K) + " " + s.pick(K) + s.pick(["", "", " %d" % s.r.integers(1, 10), " SAN", " GANG %d" % s.r.integers(1, 4)])
            elif flag == "CN" and cls == "barge":
                n = s.pick(["SU", "WAN", "ZHE", "MIN", "LU", "XING HANG", "YU", "E"]) + " " + s.pick(["HUO", "HANG", "GONG", "HAI", "LIAN"]) + " " + str(s.r.integers(18, 9999))
            elif flag in ("CN", "HK") or (flag in ("PA", "SL", "BZ", "TG", "KH") and s.p(.4)):
                n = s.pick(C) + " " + s.pick(C) + s.pick(["", " " + str(s.r.integers(1, 99)), " " + str(s.r.integers(100, 999)), " " + s.pick(C)])
            elif flag == "KR": n = s.pick(Ko) + s.pick(Ko) + " " + s.pick(["NO.%d" % s.r.integers(1, 20), "PIONEER", "HOPE", "ACE", str(s.r.integers(1, 30))])
            elif flag == "JP": n = s.pick(Jn) + " MARU" + s.pick(["", " NO.%d" % s.r.integers(2, 30)])
            elif flag == "RU": n = s.pick(R) + s.pick(["", "-%d" % s.r.integers(1, 30), " " + s.pick(R)])
            elif flag == "TW": n = s.pick(C) + " " + s.pick(C) + " NO.%d" % s.r.integers(1, 20)
            else: n = s.pick(E1) + " " + s.pick(E2) + s.pick(["", "", " %d" % s.r.integers(1, 19), " " + s.pick(["I", "II", "V"])])
            n = n[:20]
            if n not in s.names: s.names[n] = 1; return n

    def ident(s, flag, cls, noimo=False, badimo=False):
        d = dict(flag=flag, mmsi=s.mmsi(flag), name=s.name(flag, cls), imo=None if noimo else s.imo(not badimo), call=s.callsign(flag) if not s.p(.06) else "")
        if cls == "fish" and s.p(.5): d["call"] = ""
        return d


# type code, length range, beam ratio, draught light/laden, speed
CLS = dict(bulk=((70, 70, 70, 71, 79), (95, 190), 6.3, (.022, .056), (10, 13.5)), coaster=((70, 79, 70, 0), (65, 125), 6.2, (.028, .062), (8, 11.5)),
           tanker=((80, 80, 89, 81), (62, 118), 6.2, (.035, .058), (8.5, 12)), bigtank=((80, 82, 89), (180, 330), 5.8, (.033, .062), (11, 14.5)),
           cont=((70, 71, 79), (100, 300), 7.0, (.035, .045), (12, 19)), barge=((70, 79, 99, 70, 0), (55, 98), 5.6, (.02, .05), (5.5, 8.5)),
           ferry=((60, 69), (120, 195), 7, (.033, .034), (15, 21)), fish=((30,), (20, 45), 4.6, (.09, .1), (7, 10.5)), tug=((52, 31), (25, 40), 3.2, (.12, .12), (7, 11)),
           pilot=((50,), (14, 22), 3.6, (.1, .1), (12, 20)), dredger=((33,), (70, 130), 5.4, (.03, .055), (7, 11)), patrol=((55, 35), (50, 110), 8, (.045, .045), (10, 16)),
           reefer=((70, 79, 30), (80, 130), 6.3, (.035, .055), (11, 14)), feeder=((70, 79), (90, 145), 6.6, (.04, .055), (11, 14)))


class Ship:
    """A captain: a cursor in time and place, and everything it does from there."""
    def __init__(s, w, flag, cls, at, t0, klass=None, noimo=None, badimo=False, home=None, ident=None):
        s.w, s.flag, s.cls = w, flag, cls
        ty, ln, br, dr, sp = CLS[cls]
        if noimo is None: noimo = cls in ("fish", "pilot", "tug") and w.p(.8) or cls == "barge" or (cls == "coaster" and flag == "CN" and w.p(.35)) or (cls == "coaster" and w.p(.06))
        s.id0 = ident or w.ident(flag, cls, noimo, badimo)
        s.ids = [(-1e9, s.id0)]
        s.type = w.pick(ty); s.L = int(w.u(*ln)); s.B = max(4, int(round(s.L / br + w.u(-1, 1))))
        s.dl, s.dh = round(s.L * dr[0] + w.u(0, .5), 1), round(s.L * dr[1] + w.u(0, .6), 1)
        s.speed = w.u(*sp)
        if flag == "KP": s.speed = w.u(6.8, 10.2)
        s.klass = klass or ("B" if cls == "fish" and w.p(.6) or cls in ("pilot",) and w.p(.5) else "A")
        s.t = t0; s.node = at; s.pos = s.jit(at) if isinstance(at, str) else at
        s.K = [(t0, s.pos[0], s.pos[1])]
        s.PH = [(-1e9, 5)]
        s.off_at = None; s.OFF = []; s.BOOST = []; s.FORCE = []
        kp = flag == "KP"
        # crew habits
        s.statok = w.p(.85 if not kp else .6); s.statfix = w.pick([0, 0, 15, 5, 1])
        s.dmode = w.pick(["good", "late", "const", "none"], [.45, .27, .16, .12] if not kp else [.3, .3, .22, .18])
        s.destmode = w.pick(["good", "late", "const", "none"], [.66, .2, .08, .06] if not kp else [.35, .3, .2, .15])
        s.DR = []; s.DE = []
        s.ant = float(np.clip(w.r.normal(.95, .18), .5, 1.3)) * (.85 if kp else 1)
        s.gyro = w.p(.85) if s.klass == "A" and not kp else w.p(.45 if s.klass == "A" else .04)
        s.clock = 0.0 if w.p(.96) else w.u(-90, 90)
        s.reported_imo = w.p(.95)
        s.draft = s.dl; s.DR.append((-1e9, s.dl if s.dmode in ("good", "late") else (0.0 if s.dmode == "none" else round(w.u(s.dl, s.dh), 1))))
        s.DE.append((-1e9, w.pick(VAGUE) if s.destmode in ("const", "none") else (w.pick(DESTS.get(at, VAGUE)) if isinstance(at, str) else w.pick(VAGUE))))
        w.ships.append(s)

    # --- small helpers
    def jit(s, n, k=1.0):
        la, lo = NODE[n]; j = JIT[n] * k
        r = j * math.sqrt(s.w.u(0, 1)); a = s.w.u(0, 6.2832)
        return (la + r * math.cos(a) / 60, lo + r * math.sin(a) / 60 / math.cos(math.radians(la)))
    def ph(s, st): s.PH.append((s.t, st))
    def idn(s): return s.ids[-1][1]
    def setid(s, d): s.ids.append((s.t, d))
    def off(s, delay=0.0):
        if s.off_at is None: s.off_at = s.t + delay
    def on(s, delay=0.0):
        if s.off_at is not None:
            if s.t + delay > s.off_at: s.OFF.append((s.off_at, s.t + delay))
            s.off_at = None
    def say(s, txt, force=False):
        if not force and s.destmode in ("const", "none"): return
        lag = 0.0 if s.destmode == "good" or force else s.w.u(1, 30) * H
        s.DE.append((s.t + lag, txt))
    def to(s, port, honest=.85):
        s.say(s.w.pick(DESTS[port]) if port in DESTS and s.w.p(honest) else s.w.pick(VAGUE))
    def load(s, laden=True, part=1.0):
        v = round(s.dl + (s.dh - s.dl) * part, 1) if laden else round(s.dl + s.w.u(-.2, .3), 1)
        s.draft = v
        if s.dmode == "good": s.DR.append((s.t + s.w.u(-2, 8) * H, v))
        elif s.dmode == "late" and s.w.p(.65): s.DR.append((s.t + s.w.u(8, 60) * H, v))
    # --- motion
    def leg(s, p, sp):
        d = dist(s.pos, p)
        if d < .005: return
        n = max(1, int(d / 9))
        a, b = s.pos, p
        v = sp
        for i in range(1, n + 1):
            f = i / n
            wob = 0 if i == n else float(s.w.r.normal(0, .12))
            s.cur = .75 * getattr(s, "cur", 0.0) + float(s.w.r.normal(0, .22))
            v = max(1.5, sp + s.cur)
            s.t += d / n / v * H
            br = math.atan2((b[1] - a[1]) * math.cos(math.radians(a[0])), b[0] - a[0])
            s.pos = (a[0] + f * (b[0] - a[0]) - wob * math.sin(br) / 60, a[1] + f * (b[1] - a[1]) + wob * math.cos(br) / 60 / math.cos(math.radians(a[0])))
            s.K.append((s.t, s.pos[0], s.pos[1]))
    def go(s, node, sp=None, end=None, k=1.0):
        """sail the network to a node, or to `end` (a free point near that node)"""
        sp = sp or s.speed * s.w.u(.92, 1.05)
        s.ph(0)
        if s.node is None: s.node = min(NODE, key=lambda n: dist(NODE[n], s.pos))
        path = route(s.node, node)
        path = path[1:] if len(path) > 1 else path
        if end is not None: path = path[:-1]
        for n in path:
            slow = .75 if JIT[n] <= .3 else 1
            s.leg(s.jit(n, k), sp * slow)
        if end is not None: s.leg(end, sp)
        s.node = node
        return s.t
    def eta(s, node, sp=None): return s.t + rlen(s.node, node) / (sp or s.speed) * H
    def stay(s, hours, how="anchor", status=None):
        w = s.w; te = s.t + max(.05, hours) * H; c = s.pos
        s.ph({"anchor": 1, "berth": 5, "drift": 0, "sts": 0, "fish": 7, "work": 3}[how] if status is None else status)
        cl = math.cos(math.radians(c[0]))
        if how == "berth":
            s.t = te; s.K.append((te, c[0], c[1])); return
        if how == "anchor":
            R = w.u(.04, .13); ph = w.u(0, 6.28); a0 = ph
            while s.t < te - 60:
                s.t = min(te, s.t + w.u(.5, 1.1) * H)
                a = ph + 1.3 * math.sin(s.t / (12.42 * H) * 6.2832) + float(w.r.normal(0, .15))
                s.K.append((s.t, c[0] + R * (math.cos(a) - math.cos(a0)) / 60, c[1] + R * (math.sin(a) - math.sin(a0)) / 60 / cl))
            s.pos = s.K[-1][1:]; return
        v, a = dict(drift=(.7, .9), sts=(.8, .15), fish=(2.8, 1.0), work=(3.5, 1.4))[how]
        a0 = w.u(0, 6.28); lim = dict(drift=9, sts=30, fish=16, work=4)[how]
        while s.t < te - 60:
            dt = min(te - s.t, w.u(.5, 1.4) * H)
            a0 += float(w.r.normal(0, a))
            if dist(s.pos, c) > lim: a0 = math.atan2((c[1] - s.pos[1]) * cl, c[0] - s.pos[0]) + float(w.r.normal(0, .3))
            d = max(.1, v + float(w.r.normal(0, v * .3))) * dt / H / 60
            s.t += dt; s.pos = (s.pos[0] + d * math.cos(a0), s.pos[1] + d * math.sin(a0) / cl)
            s.K.append((s.t, s.pos[0], s.pos[1]))
    def port(s, hours, off=0.0, mode=None):
        """lie in a port: sometimes roads first"""
        w = s.w
        if w.p(off): s.off(w.u(0, 3) * H)
        s.stay(hours, mode or "berth"); s.on(-w.u(0, min(1.5, hours / 4)) * H)
    def trade(s, until, ports, offp=.06, hours=(10, 50), honest=.88, tank=True):
        """ordinary voyages among `ports` up to `until`"""
        w = s.w
        while s.t < until:
            c = [p for p in ports if p != s.node]
            n = w.pick(c) if c else s.node
            out = n in ("exs", "twe", "osumi", "tsug")
            s.to(n, honest)
            gap = w.p(offp)
            if gap: s.off(w.u(2, 15) * H)
            s.go(n)
            if gap: s.on(-w.u(0, .3) * H)
            if out:
                s.off(); s.stay(w.u(30, 140), "berth", 0); s.on()
            else:
                if w.p(.35): s.stay(w.u(4, 40), "anchor")
                s.port(w.u(*hours), off=.12)
                s.load(w.p(.5), w.u(.6, 1))
    def follow(s, o, dla, dlo, i0):
        """lie alongside `o`, whose knots from i0 on are copied with a small offset"""
        for t, la, lo in o.K[i0:]:
            if t > s.t: s.K.append((t, la + dla, lo + dlo)); s.t = t; s.pos = (la + dla, lo + dlo)
    def ent(s, role, d=None):
        d = d or s.id0
        return [role, d["name"], int(d["mmsi"]), int(d["imo"]) if d["imo"] else None, d["flag"]]
    def blip(s, a, b, n):
        """switched on for a moment, and heard: n reports within half an hour somewhere in a..b"""
        c = s.w.u(a, b)
        s.FORCE += [c + s.w.u(0, 1800) for _ in range(n)]
    def clear(s, a, b):
        """whatever silence there was, not in a..b"""
        o = []
        for x, y in s.OFF:
            if y <= a or x >= b: o.append((x, y))
            else:
                if x < a: o.append((x, a))
                if y > b: o.append((b, y))
        s.OFF = o
    def heard(s, a, b, q=.85): s.BOOST.append((a, b, q))


def place(role, node=None, pos=None, name=None, country="?"):
    if node:
        p = pos or NODE[node]
        return [role, name or PNAME.get(node, node), COUNTRY.get(node) if country == "?" else country, round(p[0], 4), round(p[1], 4)]
    return [role, name, None if country == "?" else country, round(pos[0], 4), round(pos[1], 4)]


WEST, EAST = ["nampo", "nampo_in", "songnim"], ["chongjin", "hungnam", "wonsan", "kimch", "tanchon"]
CNC = ["dalian", "yantai", "longkou", "qd", "rizhao", "lanshan", "lyg", "wgq", "nb", "byq", "qhd", "tianjin", "cjr3", "cjr4"]
TANKP = ["busan", "yeosu", "ulsan", "taichung", "keelung", "zs_x", "exs", "nb", "cjk"]
JPKR = ["busan", "ulsan", "pohang", "kanmon", "hakata", "maizuru", "niigata", "sakai"]
RUP = ["vlad", "nakhodka", "posyet", "slav"]
FOC = ["SL", "TG", "PA", "BZ", "MN", "PW", "KM", "TZ", "DM", "KN", "VN", "KH", "CM"]
EVIL_FAKE = ["MN", "SL", "TG", "CN", "CN", "PW", "BZ", "CK", "FM"]


def add(w, lst, kind, ships, places, b, e, goods, note, ends=None):
    d = dict(kind=kind, ships=ships, places=places, begin=int(b), end=int(e), goods=goods, note=note, ends=[int(x) for x in (ends or [])])
    if lst is w.hidden: w.nh += 1; d = dict(id="h%d" % w.nh, **d)
    else: w.ni += 1; d = dict(id="n%d" % w.ni, **d)
    lst.append(d); return d


def fake_id(w, s, cls_as=None):
    """another face: another MMSI and name; the IMO forged, left out, or borrowed from a ship that exists"""
    fl = w.pick(EVIL_FAKE)
    how = w.pick(["none", "bad", "borrow", "good"], [.45, .25, .2, .1])
    d = w.ident(fl, "fish" if cls_as == "fish" else ("barge" if fl == "CN" and w.p(.4) else "bulk"), noimo=True)
    if how == "bad": d["imo"] = w.imo(False)
    elif how == "good": d["imo"] = w.imo()
    elif how == "borrow":
        c = [x for x in w.ships if x is not s and x.id0["imo"] and x.flag != "KP"]
        if c:
            o = w.pick(c); d["imo"] = o.id0["imo"]
            if w.p(.5): d["name"] = o.id0["name"]
    d["note"] = {"none": "no IMO", "bad": "an IMO that fails its check digit", "borrow": "the IMO of another ship", "good": "a fresh IMO"}[how]
    return d


def t_start(w, need):
    """when the act may start so that it ends within the month"""
    return w.u(.2 * DAY, max(.5 * DAY, TEND - need))


def dprk_home(w, cls, t0, ports, until):
    """a DPRK ship at home: lies silent or half silent until it has work"""
    s = Ship(w, "KP", cls, w.pick(ports), t0)
    if until > s.t:
        if w.p(.6): s.off()
        s.stay((until - s.t) / H, "berth" if w.p(.5) else "anchor")
        s.on()
    return s


def silent_until(s, node, path_nodes):
    s.off(); s.go(node)


def h_delivery(w, launder=False):
    east = w.p(.27)
    goods = w.pick(["coal", "iron ore", "sand", "seafood"], [.74, .1, .07, .09])
    if goods == "seafood": east = w.p(.6)
    if goods == "sand": org = "haeju"
    elif east: org = w.pick(["chongjin", "kimch", "tanchon"] if goods == "iron ore" else (["rajin", "chongjin", "wonsan"] if goods == "seafood" else ["chongjin", "hungnam", "wonsan", "rajin"]))
    else: org = w.pick(WEST)
    if org in ("chongjin", "kimch", "tanchon", "hungnam", "wonsan", "rajin"):
        dst = w.pick(["nakhodka", "vlad", "slav", "zs_x", "lyg", "rizhao"], [.22, .16, .08, .3, .14, .1])
    else: dst = w.pick(["zs_x", "zs_a", "lyg", "lanshan", "rizhao", "longkou", "dalian", "cjk", "qd", "wz"], [.3, .12, .2, .06, .05, .06, .04, .07, .05, .05])
    if goods == "sand": dst = w.pick(["lyg", "zs_x", "longkou", "dandong"])
    d = rlen(org, dst)
    wait = w.pick([w.u(4, 20), w.u(20, 90), w.u(90, 170)], [.3, .45, .25]); ld, un = w.u(22, 80), w.u(18, 80)
    need = (d / 7.5 + wait + ld + un) * H + 1.6 * DAY
    t0 = t_start(w, need + 20 * H)
    style = w.pick(["open", "dark_load", "dark_voyage", "dark_all_but_roads", "blink"], [.16, .34, .2, .18, .12])
    cls = "reefer" if goods == "seafood" else w.pick(["bulk", "coaster"])
    fore = w.p(.6)
    if fore:   # begins in ballast at a Chinese (or Russian) place
        p0 = w.pick(["lyg", "dalian", "zs_x", "yantai", "shidao", "rizhao"]) if not east or dst not in RUP else dst
        lead = rlen(p0, org) / 8 * H
        s = Ship(w, "KP", cls, p0, min(-2 * H, t0 - lead - w.u(5, 200) * H))
        s.stay(max(5, (t0 - lead - s.t) / H), "anchor")
        s.to(org, .5)
        if style in ("dark_load", "dark_all_but_roads", "dark_voyage"): s.off(w.u(.15, .8) * lead)
        s.go(org)
    else:
        s = dprk_home(w, cls, -w.u(1, 90) * H, [org], t0)
        if style != "open": s.off()
    t_arr = s.t
    if style == "blink" and w.p(.6): s.off(w.u(0, 5) * H)
    s.stay(ld, "berth"); s.load(True, w.u(.8, 1)); b = t_arr
    A = s.id0; B = None
    s.to(dst, .4)
    voy = d / s.speed * H
    if style == "open": pass
    elif style == "dark_load": s.on(w.u(.08, .5) * voy)
    elif style == "dark_voyage": s.on(w.u(.6, .97) * voy)
    elif style == "blink":
        s.on(w.u(0, .15) * voy)
        sav = s.t
        for k in range(3):
            a = s.t + w.u(.2 + .25 * k, .3 + .25 * k) * voy; s.OFF.append((a, a + w.u(.08, .18) * voy))
    t_dep = s.t
    if launder:
        B = fake_id(w, s)
        if s.off_at is None:
            ton = s.OFF[-1][1] if s.OFF and s.OFF[-1][1] > t_dep else t_dep + w.u(.2, .6) * voy
            s.OFF.append((ton - w.u(2, 9) * H, ton))
            s.ids.append((ton, B))
    end_pt = s.jit(dst, 1.6) if dst in ("zs_x", "zs_a", "lyg", "cjk") else None
    s.go(dst, end=end_pt)
    t_roads = s.t
    if style == "dark_all_but_roads":
        s.on(w.u(-1, 30) * H)
        if launder: s.setid(B)
    s.stay(wait, "anchor")
    at_roads = dst in ("zs_x", "zs_a", "lyg", "cjk", "wz", "nakhodka", "lanshan") and w.p(.75)
    if style in ("dark_voyage", "dark_load", "dark_all_but_roads") and w.p(.45): s.off(w.u(-3, 4) * H if s.off_at is None else 0)
    if at_roads and w.p(.5):
        s.leg((s.pos[0] + w.u(-.06, .06), s.pos[1] + w.u(.02, .1)), 5)
    t_dis = s.t; dp = s.pos
    s.stay(un, "anchor" if at_roads else "berth"); s.load(False); e = s.t
    s.on(w.u(0, 8) * H)
    if launder and w.p(.6):
        a = s.t + w.u(6, 30) * H
        s.OFF.append((a - w.u(1, 5) * H, a)); s.ids.append((a, A))
    s.stay(w.u(2, 30), "anchor")
    back = w.pick([org, "nampo" if not east else "chongjin"]); s.to(back, .5)
    if w.p(.55): s.off(w.u(.3, .8) * rlen(dst, back) / 8 * H)
    s.go(back); s.stay(900, "berth")
    s.on()
    # something of it should be heard between loading and discharge, or the silence bounded
    s.heard(t_roads + 2 * H, t_roads + 30 * H, .35); s.heard(t_dep, t_dep + 14 * H, .25)
    if w.p(.85 if B else .4): s.blip(max(600, b - 2.5 * DAY), b + .6 * ld * H, int(w.r.integers(1, 4)))
    how = {"open": "transponder on, as the receivers allow", "dark_load": "silent on the approach and while loading", "dark_voyage": "silent from before the port until near the discharge",
           "dark_all_but_roads": "silent but for the roads abroad", "blink": "switched on and off on the way"}[style]
    add(w, w.hidden, "laundered" if launder else "delivery", [s.ent("carrier", A)] + ([s.ent("carrier", B)] if B else []),
        [place("origin", org), place("destination", dst, dp)], b, e, goods,
        "DPRK ship loaded %s at %s and discharged %s %s; %s%s" % (goods, PNAME[org], "to barges in the roads of" if at_roads else "at", PNAME[dst], how,
        "; came out as %s (MMSI %s, %s)" % (B["name"], B["mmsi"], B["note"]) if B else ""), [e])


def h_delivery_dark(w, launder=False):
    east = w.p(.25)
    goods = w.pick(["coal", "coal", "coal", "iron ore", "sand", "seafood"])
    org = w.pick(["chongjin", "hungnam", "wonsan"]) if east else ("haeju" if goods == "sand" else w.pick(WEST))
    if org == "haeju" and goods != "sand": goods = "sand"
    home = w.pick(["nakhodka", "vlad", "slav"]) if east and w.p(.5) else w.pick(["zs_x", "lyg", "longkou", "yantai", "dalian", "byq", "qd", "shidao", "nb", "lanshan"])
    dst = w.pick([home, w.pick(["zs_x", "lyg", "nb", "rizhao", "lanshan", "longkou", "cjk", "zs_a"])] + (["pohang", "donghae"] if east else ["incheon", "pyt"]), [.35, .45, .1, .1])
    fl = w.pick(["CN"] * 4 + FOC)
    d1, d2 = rlen(home, org), rlen(org, dst)
    ld, un = w.u(18, 70), w.u(15, 60)
    need = ((d1 + d2) / 8 + ld + un) * H + 2 * DAY
    t0 = t_start(w, need)
    cls = {"sand": "dredger", "seafood": "reefer"}.get(goods, w.pick(["bulk", "coaster", "coaster"]))
    s = Ship(w, fl, cls, home, min(-H, t0 - w.u(1, 16) * DAY))
    s.trade(t0, [home] + [w.pick(CNC) for _ in range(3)], hours=(15, 60))
    if s.node != home: s.to(home); s.go(home); s.stay(w.u(6, 30), "anchor")
    A = s.id0; B = None
    s.say(w.pick(["INCHEON", "PYEONGTAEK", "VLADIVOSTOK", "DALIAN", "DANDONG", "FOR ORDERS", "BUSAN", "SEA TRIAL", "FISHING GROUND", "NAKHODKA"]))
    v1 = d1 / s.speed * H
    t_off = w.u(.15, .65) * v1
    s.off(t_off); toff = s.t + t_off
    s.go(org); b = s.t
    s.stay(ld, "berth"); s.load(True)
    v2 = d2 / s.speed * H
    s.on(w.u(.35, .85) * v2); ton = s.OFF[-1][1]
    if launder: B = fake_id(w, s); s.ids.append((ton, B))
    s.to(dst, .75)
    s.go(dst)
    s.stay(w.u(3, 50), "anchor"); dp = s.pos
    s.stay(un, "berth"); s.load(False); e = s.t
    if launder and w.p(.5): s.off(); s.stay(w.u(3, 12), "anchor"); s.on(); s.setid(A)
    s.trade(TEND, [w.pick(CNC) for _ in range(4)])
    s.heard(toff - 12 * H, toff, .3); s.heard(ton, ton + 12 * H, .3)
    if w.p(.22): s.blip(b - 12 * H, b + 8 * H, 2)
    add(w, w.hidden, "laundered" if launder else "delivery_dark", [s.ent("carrier", A)] + ([s.ent("carrier", B)] if B else []),
        [place("origin", org), place("destination", dst, dp)], b, e, goods,
        "left %s, silent from %.1f d to %.1f d, loaded %s at %s, discharged at %s%s" % (PNAME[home], toff / DAY, ton / DAY, goods, PNAME[org], PNAME[dst],
        "; reappeared as %s (MMSI %s, %s)" % (B["name"], B["mmsi"], B["note"]) if B else ""), [e])


def h_barge(w, launder=False):
    goods = w.pick(["coal"] * 5 + ["sand"])
    org = "haeju" if goods == "sand" else w.pick(WEST)
    home = w.pick(["cjr4", "cjr3", "cjr1", "cjk", "zs_x", "lyg", "longkou", "yantai", "shidao"], [.25, .18, .1, .08, .12, .08, .08, .06, .05])
    dst = home if w.p(.55) else w.pick(["cjr4", "cjr3", "nb", "lyg", "zs_x", "lanshan"])
    sp = w.u(6.2, 8.6)
    d1, d2 = rlen(home, org), rlen(org, dst)
    need = ((d1 + d2) / sp * 1.05 + 110) * H + DAY
    t0 = t_start(w, need)
    s = Ship(w, "CN", "barge", home, min(-H, t0 - w.u(1, 12) * DAY), klass=w.pick(["A", "B"], [.6, .4])); s.speed = sp
    s.trade(t0, [home, w.pick(["cjr3", "wgq", "nb", "cjr4", "cjr1"]), w.pick(["lyg", "nb", "cjk"])], hours=(15, 60))
    if s.node != home: s.go(home); s.stay(w.u(5, 20), "anchor")
    A = s.id0; B = None
    s.say(w.pick(["DALIAN", "YANTAI", "", "YINGKOU", "SHIDAO", "RIZHAO", "TANGSHAN"]))
    v1 = d1 / sp * H
    toff = s.t + w.u(.2, .7) * v1; s.off(toff - s.t)
    s.go(org); b = s.t
    if w.p(.5): s.stay(w.u(6, 40), "anchor")
    s.stay(w.u(14, 50), "berth"); s.load(True)
    s.on(w.u(.3, .8) * d2 / sp * H); ton = s.OFF[-1][1]
    if launder: B = fake_id(w, s); s.ids.append((ton, B))
    s.to(dst, .6); s.go(dst)
    if w.p(.5): s.stay(w.u(3, 30), "anchor")
    dp = s.pos; s.stay(w.u(12, 40), "berth" if dst[:3] in ("cjr", "nb") else "anchor"); s.load(False); e = s.t
    s.trade(TEND, [home, "cjr3", "wgq", "nb"])
    s.heard(toff - 15 * H, toff, .3); s.heard(ton, ton + 15 * H, .3)
    if w.p(.15): s.blip(b - 12 * H, b + 8 * H, 1)
    add(w, w.hidden, "laundered" if launder else "barge", [s.ent("carrier", A)] + ([s.ent("carrier", B)] if B else []), [place("origin", org), place("destination", dst, dp)], b, e, goods,
        "barge without IMO went silent north of %s, lifted %s at %s, was heard again on the way to %s%s" % (PNAME[home], goods, PNAME[org], PNAME[dst], "; under another MMSI %s" % B["mmsi"] if B else ""), [e])


def h_to_target(w, launder=False):
    east = w.p(.25)
    tgt = w.pick(["chongjin", "rajin", "hungnam", "wonsan"]) if east else w.pick(["nampo", "nampo", "nampo_in", "songnim"])
    org = w.pick(["nakhodka", "vlad", "slav"]) if east and w.p(.8) else w.pick(["taichung", "zs_x", "yeosu", "busan", "keelung", "cjk", "zs_a", "ecc_sts"])
    sts = org == "ecc_sts"
    node = "ecc" if sts else org
    fl = w.pick(FOC + ["SL", "TG", "MN", "CN", "RU" if east else "PA"])
    style = w.pick(["open", "dark", "false", "dark_and_false"], [.12, .38, .2, .3])
    d1 = rlen(node, tgt)
    ld, un = w.u(8, 36), w.u(14, 60)
    need = (d1 / 9 + ld + un) * H + 2.2 * DAY
    t0 = t_start(w, need)
    s = Ship(w, fl, "tanker", node if not sts else w.pick(["taichung", "keelung", "busan", "zs_x"]), min(-H, t0 - w.u(1, 14) * DAY))
    ports = [s.node] + [w.pick(TANKP if not east else RUP + JPKR) for _ in range(3)]
    s.trade(t0 - 40 * H if sts else t0, ports)
    if s.node != node:
        if sts: s.say(w.pick(VAGUE))
        else: s.to(node)
        s.go(node)
    # loading
    b = s.t
    if sts: s.stay(w.u(10, 40), "drift"); s.stay(ld * .5, "sts"); opos = s.pos
    else: s.stay(ld, "berth" if not org.startswith("zs") else "anchor"); opos = s.pos
    s.load(True)
    A = s.id0; B = None
    if "false" in style: s.say(w.pick(["BUSAN", "INCHEON", "NINGBO", "VLADIVOSTOK", "DANDONG", "DALIAN", "POHANG", "NAKHODKA", "DONGHAE"]), True)
    elif style == "open": s.to(tgt, .3)
    else: s.say(w.pick(VAGUE))
    v = d1 / s.speed * H
    toff = ton = None
    if "dark" in style or launder: toff = s.t + w.u(.2, .8) * v; s.off(toff - s.t)
    if launder and w.p(.55):   # seen near the port under the other face
        x = s.t + v * w.u(.86, .93)
        if x < toff + 2 * H: x = toff + 2 * H
        B = fake_id(w, s, w.pick([None, "fish"])); s.ids.append((x, B)); s.OFF.append((toff, x)); s.off_at = None
        s.heard(x, x + 20 * H, .5)
    s.go(tgt, end=None)
    ta = s.t
    if B is not None: s.off(w.u(0, 3) * H)
    if w.p(.4): s.stay(w.u(3, 40), "anchor")
    s.stay(un, "berth"); s.load(False); e = s.t
    back = w.pick(ports); d2 = rlen(tgt, back); s.to(back, .7)
    s.on(w.u(.25, .8) * d2 / s.speed * H); ton = s.OFF[-1][1] if s.OFF else None
    if launder:
        if B is None: B = fake_id(w, s); s.ids.append((ton, B))
        else: s.ids.append((ton, A))
    s.go(back); s.stay(w.u(10, 60), "anchor")
    if launder and s.idn() is B: s.off(); s.stay(w.u(2, 9), "anchor"); s.on(); s.setid(A)
    s.trade(TEND, ports)
    if toff: s.heard(toff - 14 * H, toff, .3)
    if ton: s.heard(ton, ton + 14 * H, .3)
    if style in ("open", "false"): s.heard(ta - 6 * H, ta + 24 * H, .3)
    if "dark" in style and w.p(.25): s.blip(ta - 15 * H, ta + 10 * H, int(w.r.integers(1, 3)))
    pl = [place("origin", pos=opos, name="East China Sea, from a mother ship", country=None) if sts else place("origin", org, opos), place("destination", tgt)]
    add(w, w.hidden, "laundered" if launder else "delivery_to_target", [s.ent("carrier", A)] + ([s.ent("carrier", B)] if B else []), pl, b, e, "oil",
        "tanker brought refined oil to %s, not notified; %s%s" % (PNAME[tgt], {"open": "transponder on", "dark": "silent on the last part", "false": "transponder on with a false destination", "dark_and_false": "false destination, then silent"}[style],
        "; also seen as %s (MMSI %s, %s)" % (B["name"], B["mmsi"], B["note"]) if B else ""), [e])


AREAS = [("East China Sea", (29.4, 30.9, 124.4, 126.8), "ecc", .34), ("off northern Taiwan", (25.7, 27.0, 122.0, 123.6), "ectw", .2), ("Yellow Sea west of Nampo", (38.1, 38.6, 123.3, 124.3), "ysn2", .2),
         ("central Yellow Sea", (35.6, 37.2, 123.1, 124.2), "ysc2", .12), ("off Zhoushan", (29.5, 30.3, 122.85, 123.4), "zs_s", .1), ("Sea of Japan", (39.6, 41.2, 130.6, 132.2), "sj3", .04)]


def h_transfer(w, dark, launder=False):
    nm, bx, node, _ = w.pick(AREAS, [a[3] for a in AREAS])
    goods = "oil" if w.p(.88) else w.pick(["coal", "seafood"])
    P = (w.u(bx[0], bx[1]), w.u(bx[2], bx[3]))
    dur = w.u(2.5, 15) if goods == "oil" else w.u(16, 50)
    home = w.pick(["nampo", "nampo_in", "songnim"]) if node != "sj3" else w.pick(["chongjin", "rajin", "wonsan"])
    cls = {"oil": "tanker", "coal": "bulk", "seafood": "reefer"}[goods]
    dhome = rlen(home, node)
    # third party: perhaps a mother that has done it before
    moth = [m for m in w.mothers if m[1] == node and m[0].t < 21 * DAY and goods == "oil" and not launder]
    if moth and w.p(.45):
        T = w.pick(moth)[0]; w.mothers = [m for m in w.mothers if m[0] is not T]
        T.stay(w.u(6, 60), "drift"); P = (P[0] * .3 + T.pos[0] * .7, P[1] * .3 + T.pos[1] * .7); again = True
    else:
        again = False
        t0 = t_start(w, 6.5 * DAY)
        base = {"ecc": ["busan", "yeosu", "zs_x", "taichung", "keelung", "ulsan"], "ectw": ["taichung", "keelung", "exs", "mawei"], "ysn2": ["dalian", "yantai", "zs_x", "yeosu"], "ysc2": ["zs_x", "yeosu", "qd", "lyg"],
                "zs_s": ["zs_x", "nb", "cjk"], "sj3": ["nakhodka", "vlad", "busan"]}[node]
        hb = w.pick(base)
        big = goods == "oil" and w.p(.15)
        T = Ship(w, w.pick(FOC + ["PA", "HK", "TG", "SL", "CN", "KR" if w.p(.3) else "TW"]), "bigtank" if big else cls, hb, min(-H, t0 - w.u(1, 10) * DAY))
        T.ports = base
        T.trade(t0, base, offp=.03)
        if goods == "oil": T.load(True)
        T.say(w.pick(["FOR ORDERS", "BUSAN", "TAICHUNG", "NINGBO", "SINGAPORE", "OFF TAIWAN", "E CHINA SEA", "HONG KONG", "ULSAN", ""]), True)
        T.go(node, end=(P[0] + w.u(-.15, .15), P[1] + w.u(-.15, .15)))
        if w.p(.5): T.stay(w.u(3, 40), "drift")
    # the DPRK ship
    ta = T.t
    sd = Ship(w, "KP", cls, home, min(-H, ta - dhome / 8 * H - w.u(1, 8) * DAY))
    dep = ta - dhome / sd.speed * H - w.u(-12, 16) * H
    kp_dark = dark and w.p(.75)
    if w.p(.65): sd.off()
    if dep > sd.t: sd.stay((dep - sd.t) / H, "berth")
    if goods != "oil": sd.load(True)
    if not kp_dark: sd.on(w.u(0, .45) * dhome / 8 * H)
    elif sd.off_at is None: sd.off(w.u(0, .5) * dhome / 8 * H)
    elif w.p(.5): sd.on(0); sd.off(w.u(.35, .7) * dhome / 8 * H)     # heard for a while on the way out
    sd.to(home, .2)
    sd.go(node, end=(P[0] + w.u(-.1, .1), P[1] + w.u(-.1, .1)))
    late = max(T.t, sd.t) + w.u(.4, 5) * H
    # at night by preference: local time = UTC+8..9
    if w.p(.6):
        hr = (late / H + 8.3) % 24
        if 6 < hr < 18: late += (18.5 - hr + w.u(0, 3)) * H
    t_dark = dark and (not kp_dark or w.p(.7))
    A = T.idn(); B = None
    if t_dark or launder:
        T.off(w.u(-10, (late - T.t) / H * .8) * H); toff = T.off_at
    for x in (T, sd):
        if late - x.t > 1200: x.stay((late - x.t) / H, "drift")
    T.leg(P, 6); i0 = len(T.K); sd.leg((P[0] + .0004, P[1] + .0003), 5)
    m = max(T.t, sd.t)
    T.K.append((m + 60, P[0], P[1])); T.t = m + 60; T.pos = P
    sd.K.append((m + 60, P[0] + .0003, P[1] + .0002)); sd.t = m + 60
    b = m + 60; i0 = len(T.K)
    T.stay(dur, "sts", 0 if w.p(.7) else 1); sd.ph(0 if w.p(.8) else 1); sd.follow(T, .0003, .0002, i0)
    e = T.t
    if goods == "oil": sd.load(True); T.load(w.p(.5), .6)
    else: sd.load(False); T.load(True)
    # part
    T.leg((T.pos[0] + w.u(-.1, .1), T.pos[1] + w.u(-.12, .12)), 6)
    T.on(w.u(.3, 14) * H)
    if launder:
        B = fake_id(w, T, w.pick([None, "fish"])); ton = T.OFF[-1][1]
        if w.p(.5): T.ids.append((ton, B))                      # comes out with another face
        else:                                                   # lay there under another face, which it drops after
            ton0 = max(toff + 1.5 * H, b - w.u(2, 20) * H); T.OFF[-1] = (toff, ton0); T.ids.append((ton0, B))
            a = e + w.u(3, 9) * H; T.OFF.append((a, a + w.u(2, 9) * H)); T.ids.append((T.OFF[-1][1], A))
            T.heard(ton0, a, .5)
    sd.go(node, k=.5)
    if kp_dark: sd.on(w.u(1, 20) * H) if w.p(.35) else None
    if sd.off_at is None and (w.p(.7)): sd.off(w.u(.3, .8) * dhome / 8 * H)
    sd.go(home); t_home = sd.t
    sd.stay(w.u(30, 200), "berth"); sd.stay(900, "berth"); sd.on()
    if not dark:
        for x in (T, sd):
            x.clear(b - w.u(1, 4) * H, e + w.u(.5, 4) * H); x.heard(b - 3 * H, e + 3 * H, .8)
            for _ in range(int(w.r.integers(2, 5))): x.blip(b, max(b, e - 1800), int(w.r.integers(1, 3)))
    else:
        for x in (T, sd): x.heard(b - 40 * H, b, .22); x.heard(e, e + 40 * H, .22)
        if kp_dark and w.p(.8): sd.blip(b - w.u(.55, .95) * dhome / 8 * H, b - w.u(.3, .5) * dhome / 8 * H, int(w.r.integers(1, 4)))
        if kp_dark and w.p(.3): sd.blip(e + w.u(.3, .5) * dhome / 8 * H, e + w.u(.5, .9) * dhome / 8 * H, int(w.r.integers(1, 3)))
        if not kp_dark: sd.heard(b - 5 * H, e + 5 * H, .45)
        if not t_dark: T.heard(b - 5 * H, e + 5 * H, .45)
    if not launder: w.mothers.append((T, node))
    else: w.tail.append(T)
    roles = ("from", "to") if goods == "oil" else ("to", "from")
    ships = [T.ent(roles[0], A)] + ([T.ent(roles[0], B)] if B else []) + [sd.ent(roles[1])]
    who = "both silent" if kp_dark and t_dark else ("the DPRK ship silent" if kp_dark else ("the other ship silent" if t_dark else "both heard"))
    add(w, w.hidden, "laundered" if launder else ("transfer_dark" if dark else "transfer_flagged"), ships, [place("transfer", pos=P, name=nm, country=None)], b, e, goods,
        "%s passed ship to ship, %s; %s%s%s" % (goods, nm, who, "; the same ship had served another before" if again else "", "; it also went as %s (MMSI %s, %s)" % (B["name"], B["mmsi"], B["note"]) if B else ""), [e])


def hidden(w, n, base):
    for _ in range(n):
        k = w.pick(["delivery", "dark", "target", "flag", "tdark", "barge", "laun"], base)
        L = False
        if k == "laun": L = True; k = w.pick(["delivery", "dark", "target", "tdark", "barge"], [.3, .15, .3, .17, .08])
        if k == "delivery": h_delivery(w, L)
        elif k == "dark": h_delivery_dark(w, L)
        elif k == "target": h_to_target(w, L)
        elif k == "flag": h_transfer(w, False)
        elif k == "tdark": h_transfer(w, True, L)
        else: h_barge(w, L)


# ------------------------------------------------------------------ lawful look-alikes
def n_food(w):
    org = w.pick(["nampo", "nampo", "songnim", "nampo_in", "chongjin"]); src = w.pick(["dalian", "longkou", "yantai", "lyg", "qd", "zs_x", "nakhodka" if org == "chongjin" else "dandong"])
    g = w.pick(["fertiliser", "rice", "maize", "wheat flour", "soya meal", "cooking coal for none"][:5])
    d = rlen(org, src); wait, ld = w.u(5, 100), w.u(20, 80)
    t0 = t_start(w, (2 * d / 8 + wait + ld + 40) * H)
    s = dprk_home(w, w.pick(["bulk", "coaster"]), -5 * H, [org], t0)
    q = w.p(.5)
    if q: s.off()
    s.to(src, .7); 
    if q: s.on(w.u(.1, .7) * d / 8 * H)
    s.go(src); a = s.t
    s.stay(wait, "anchor"); 
    if w.p(.3): s.off(w.u(0, 5) * H)
    s.stay(ld, "berth"); s.load(True, w.u(.7, 1)); s.on()
    b = s.t; pos = s.pos; s.to(org, .7)
    if w.p(.5): s.off(w.u(.3, .8) * d / 8 * H)
    s.go(org); s.stay(w.u(20, 60), "berth"); e = s.t; s.load(False); s.stay(900, "berth"); s.on()
    add(w, w.innocent, "delivery", [s.ent("carrier")], [place("origin", src, pos), place("destination", org)], a, min(e, TEND), g,
        "DPRK ship came light to %s and left laden with %s for %s" % (PNAME[src], g, PNAME[org]))


def n_wait(w):
    org = w.pick(WEST); pl = w.pick(["zs_x", "zs_a", "lyg", "dalian", "shidao", "cjk"])
    stay = w.u(80, 400); d = rlen(org, pl)
    s = dprk_home(w, w.pick(["bulk", "coaster", "tanker"]), -5 * H, [org], w.u(0, 8) * DAY)
    q = w.p(.5); s.off() if q else None
    s.to(pl, .4); s.on(w.u(.2, .8) * d / 8 * H) if q else None
    s.go(pl); a = s.t; s.stay(stay, "anchor"); e = s.t; pos = s.pos; s.to(org, .5)
    if w.p(.4): s.off(w.u(.3, .8) * d / 8 * H)
    s.go(org); s.stay(900, "berth"); s.on()
    add(w, w.innocent, "delivery", [s.ent("carrier")], [place("destination", pl, pos)], a, min(e, TEND), None, "DPRK ship in ballast waited in roads off %s for orders that did not come, and went home light" % PNAME[pl])


def n_repair(w):
    org = w.pick(WEST); pl = w.pick(["nb", "dalian", "longkou", "shidao"])
    s = dprk_home(w, "bulk", -5 * H, [org], w.u(0, 7) * DAY); d = rlen(org, pl)
    s.to(pl); s.go(pl); a = s.t; s.stay(w.u(5, 40), "anchor"); s.off(2 * H); s.stay(w.u(170, 420), "berth"); s.on(-H); e = s.t; pos = s.pos; s.to(org); s.go(org); s.stay(900, "berth")
    add(w, w.innocent, "delivery", [s.ent("carrier")], [place("destination", pl, pos)], a, min(e, TEND), None, "DPRK ship docked for repairs near %s, equipment off in the yard, came and left light" % PNAME[pl])


def n_cabotage(w):
    side = w.pick(["W", "E", "around"], [.4, .4, .2])
    P = dict(W=["nampo", "songnim", "haeju", "nampo_in"], E=["chongjin", "hungnam", "wonsan", "kimch", "rajin"], around=["nampo", "chongjin", "hungnam", "songnim"])[side]
    g = w.pick(["coal", "cement", "magnesite", "iron ore", "fertiliser", "coal"])
    cl = w.pick(["coaster", "bulk", "tanker"]); g = "oil products" if cl == "tanker" else g
    s = Ship(w, "KP", cl, w.pick(P), -w.u(1, 5) * DAY)
    seen = []
    while s.t < TEND:
        o = s.node; n = w.pick([x for x in P if x != o]); s.load(True); s.to(n, .6)
        if side == "around" : # keep to one side unless asked
            pass
        if w.p(.4): s.off(w.u(0, 6) * H)
        a = s.t; s.go(n); seen.append((a, s.t, o, n)); s.on(-w.u(0, 2) * H)
        s.stay(w.u(10, 60), "anchor"); s.port(w.u(20, 110), .5); s.load(False)
    x = [y for y in seen if y[1] > 0 and y[0] < TEND - DAY] or seen
    x = x[len(x) // 2]
    add(w, w.innocent, "delivery", [s.ent("carrier")], [place("origin", x[2]), place("destination", x[3])], max(0, x[0]), min(TEND, x[1]), g, "cabotage between DPRK ports all month (%s)" % g)


def n_notified(w):
    kp = w.p(.35); east = w.p(.4)
    org = w.pick(["vlad", "nakhodka", "slav"]) if east else w.pick(["dalian", "dandong", "byq", "jinzhou"])
    tgt = w.pick(["chongjin", "rajin", "wonsan"]) if east else w.pick(["nampo", "nampo_in"])
    fl = "KP" if kp else ("RU" if east else w.pick(["CN", "CN", "HK"]))
    s = Ship(w, fl, "tanker", tgt if kp else org, -w.u(1, 4) * DAY); s.destmode = "good"; first = None
    until = w.u(2, 14) * DAY
    if kp: s.stay(max(2, until / H), "berth"); s.say(DESTS[org][0]); s.go(org); s.stay(w.u(4, 40), "anchor")
    else: s.trade(until, [org] + (RUP if east else ["dalian", "byq", "tianjin", "yantai"]), offp=0); (s.node != org) and s.go(org)
    a = s.t; s.stay(w.u(10, 30), "berth"); s.load(True); s.say(DESTS[tgt][0]); s.go(tgt); s.stay(w.u(2, 20), "anchor"); s.stay(w.u(16, 50), "berth"); s.load(False); e = s.t
    if kp: s.stay(900, "berth")
    else: s.say(DESTS[org][0]); s.go(org); s.stay(20, "berth"); s.trade(TEND, [org] + (RUP if east else ["dalian", "byq", "tianjin", "yantai"]), offp=0)
    if a > 29 * DAY: return
    add(w, w.innocent, "delivery_to_target", [s.ent("carrier")], [place("origin", org), place("destination", tgt)], a, min(e, TEND), "oil", "oil within the cap, notified, destination entered and transponder on%s" % (" (a DPRK tanker that fetched it itself)" if kp else ""))


def n_aid(w):
    east = w.p(.35); tgt = w.pick(["chongjin", "hungnam", "wonsan"]) if east else "nampo"
    org = w.pick(["dalian", "lyg", "qd", "longkou"]) if not east else w.pick(["vlad", "nakhodka"])
    s = Ship(w, w.pick(["CN", "PA", "RU" if east else "HK", "KH", "VN", "SL"]), "bulk", org, -w.u(1, 5) * DAY)
    s.trade(w.u(0, 14) * DAY, [org, w.pick(CNC), w.pick(CNC)]); (s.node != org) and s.go(org)
    a = s.t; s.stay(w.u(15, 50), "berth"); s.load(True); s.to(tgt, .9)
    g = w.pick(["wheat, food aid", "fertiliser", "rice", "maize"])
    gap = w.p(.4); s.off(w.u(.4, .9) * rlen(org, tgt) / s.speed * H) if gap else None
    s.go(tgt); s.stay(w.u(4, 60), "anchor"); s.stay(w.u(30, 110), "berth"); s.load(False); e = s.t
    s.to(org); s.on(w.u(.05, .4) * rlen(org, tgt) / s.speed * H); s.go(org); s.trade(TEND, [org, w.pick(CNC)])
    add(w, w.innocent, "delivery_dark", [s.ent("carrier")], [place("origin", org), place("destination", tgt)], a, min(e, TEND), g, "brought %s to %s and left light%s" % (g, PNAME[tgt], "; silent near the port by poor habit" if gap else ""))


def n_feeder(w):
    s = Ship(w, w.pick(["CN", "KP", "CN"]), "feeder", "dalian", -w.u(1, 4) * DAY); s.destmode = "good"
    ac = None
    while s.t < TEND:
        n = "nampo" if s.node == "dalian" else "dalian"; s.say(DESTS[n][0]); s.go(n); s.stay(w.u(18, 60), "berth")
        if n == "dalian" and w.p(.5): s.stay(w.u(10, 60), "anchor")
    add(w, w.innocent, "delivery_dark", [s.ent("carrier")], [place("origin", "dalian"), place("destination", "nampo")], 0, TEND, "general cargo", "container feeder Dalian-Nampo with permitted consumer goods, back with empty boxes")


def n_rajin(w):
    s = Ship(w, w.pick(["CN", "HK", "PA", "RU", "SL", "BZ"]), "bulk", w.pick(["vlad", "pohang", "zs_x"]), -w.u(0, 3) * DAY)
    s.stay(max(2, w.u(0, 9) * 24)); s.to("rajin", .8); s.go("rajin"); a = s.t; s.stay(w.u(20, 120), "anchor"); s.port(w.u(40, 90), .5); s.load(True)
    n = w.pick(["zs_x", "nb", "qd", "rizhao", "cjr4", "longkou"]); s.to(n, .9); s.off(w.u(5, 30) * H) if w.p(.25) else None
    s.go(n); s.on(-w.u(0, 20) * H); s.stay(w.u(20, 60), "berth"); e = s.t; s.load(False); s.trade(TEND, [n] + [w.pick(CNC)])
    if a > 28 * DAY: return
    add(w, w.innocent, "delivery_dark", [s.ent("carrier")], [place("origin", "rajin"), place("destination", n)], a, min(e, TEND), "coal", "coal of Russian origin in transit through Rajin, exempt and notified")


def n_posyet(w):
    s = Ship(w, w.pick(["CN", "RU", "PA", "LR", "KR", "SL"]), "bulk", w.pick(["pohang", "donghae", "busan", "zs_x"]), -w.u(0, 3) * DAY)
    s.stay(max(2, w.u(0, 11) * 24)); o = w.pick(["posyet", "slav", "vlad"]); s.to(o); h = s.node
    tt = rlen(h, o) / s.speed * H; s.off(w.u(.4, .75) * tt) if w.p(.6) else None
    s.go(o); s.on(-w.u(0, 2) * H); a = s.t; s.stay(w.u(10, 100), "anchor"); s.port(w.u(30, 70), .3); s.load(True); n = w.pick([h, "lyg", "rizhao", "pohang"]); s.to(n)
    s.off(w.u(0, 6) * H) if w.p(.4) else None; s.go(n, ); s.on(-w.u(.2, .8) * tt); s.stay(30, "berth"); e = s.t; s.load(False); s.trade(TEND, [n, h, o])
    if a > 28 * DAY: return
    add(w, w.innocent, "delivery_dark", [s.ent("carrier")], [place("origin", o), place("destination", n)], a, min(e, TEND), "coal", "Russian coal from %s, passing near Rajin and Chongjin with gaps in reception" % PNAME[o])


def pair(w, A, B, P, node, dur, how="sts", status=None):
    """bring two ships together at P; gives begin, end"""
    A.go(node, end=(P[0] + w.u(-.03, .03), P[1] + w.u(-.03, .03))); B.go(node, end=(P[0] + w.u(-.03, .03), P[1] + w.u(-.03, .03)))
    t = max(A.t, B.t) + w.u(.3, 2) * H
    for x in (A, B):
        if t - x.t > 1200: x.stay((t - x.t) / H, "drift")
    A.leg(P, 5); B.leg((P[0] + .0004, P[1] + .0003), 5); m = max(A.t, B.t) + 60
    for x, o in ((A, 0), (B, .0003)): x.t = m; x.pos = (P[0] + o, P[1] + o); x.K.append((m, *x.pos))
    i0 = len(A.K); A.stay(dur, how, status); B.ph(A.PH[-1][1]); B.follow(A, .0003, .0003, i0)
    return m, A.t


def n_bunker(w):
    n = w.pick(["zs_x", "zs_a", "yeosu_a", "busan", "ulsan", "cjk", "qd_off", "taichung"]); nd = NODE[n]
    t0 = w.u(1, 25) * DAY
    A = Ship(w, w.pick(["PA", "LR", "MH", "SG", "HK", "CN"]), w.pick(["bulk", "cont", "bulk"]), w.pick(["exs", "osumi", "lyg", "busan", "qd"]), min(-H, t0 - w.u(2, 6) * DAY)); A.trade(t0, ["exs", "qd", "busan", "nb"])
    B = Ship(w, dict(CN="CN", KR="KR", TW="TW").get(COUNTRY.get(n, "KR"), "KR"), "tanker", n, -H); B.stay(max(1, (A.eta(n) - B.t) / H), "anchor")
    b, e = pair(w, A, B, A.jit(n), n, w.u(2.5, 8), "anchor"); A.trade(TEND, ["exs", "qd", "busan", "nb", "osumi"]); B.trade(TEND, [n], offp=0) if 0 else B.stay(max(2, (TEND - B.t) / H), "anchor")
    add(w, w.innocent, "transfer_flagged", [B.ent("from"), A.ent("to")], [place("transfer", n, B.pos)], b, min(e, TEND), "oil", "ordinary bunkering in roads")


def n_lighter(w):
    n = w.pick(["zs_s", "zs_a", "yeosu_a", "ecc", "ectw", "sj1", "ecs"], [.2, .15, .2, .15, .15, .05, .1]); t0 = w.u(1, 23) * DAY
    A = Ship(w, w.pick(["PA", "LR", "MH", "SG"]), "bigtank", w.pick(["exs", "yeosu", "ulsan"]), min(-H, t0 - w.u(1, 5) * DAY)); A.trade(t0, ["exs", "yeosu", "ulsan"])
    B = Ship(w, w.pick(["PA", "KR", "HK", "TG", "SL", "CN"]), "tanker", w.pick(["busan", "taichung", "zs_x"]), min(-H, t0 - w.u(1, 9) * DAY))
    B.trade(max(t0, A.eta(n) - 2 * DAY), ["busan", "taichung", "zs_x", "yeosu"])
    for x in (A, B): x.say(w.pick(["FOR ORDERS", "STS AREA", "YEOSU", "TAICHUNG", "ZHOUSHAN OPL"]))
    dark = w.p(.45)
    if dark: B.off(w.u(.5, 1) * rlen(B.node, n) / B.speed * H)
    b, e = pair(w, A, B, A.jit(n), n, w.u(6, 26)); B.on(w.u(0, 9) * H); B.load(True)
    A.trade(TEND, ["exs", "yeosu", "ulsan"]); B.trade(TEND, ["busan", "taichung", "yeosu"])
    if b > TEND: return
    add(w, w.innocent, "transfer_dark" if dark else "transfer_flagged", [A.ent("from"), B.ent("to")], [place("transfer", pos=B.K[0][1:] if 0 else A.jit(n, .2), name="at sea near " + n, country=None)], b, min(e, TEND), "oil", "lightering between third States%s" % (", the small one silent" if dark else ""))


def n_fishbunker(w):
    n = w.pick(["ecs", "ecc", "ectw", "yss", "ysc3", "sje", "sj3"]); t0 = w.u(1, 18) * DAY
    T = Ship(w, w.pick(["TW", "CN", "PA", "KR", "SL", "BZ"]), w.pick(["tanker", "tanker", "reefer"]), w.pick(["taichung", "keelung", "busan", "zs_x"]) if n[0] != "s" else "busan", min(-H, t0 - 3 * DAY))
    T.trade(t0, [T.node, "keelung" if n[0] != "s" else "ulsan"]); T.say(w.pick(["FISHING GROUND", "FOR ORDERS", "AT SEA", "E CHINA SEA"]))
    dk = w.p(.5); T.off(w.u(5, 20) * H) if dk else None
    g = "fuel" if T.cls == "tanker" else "fish"; ents = []; b = None
    for i in range(int(w.r.integers(1, 4))):
        F = Ship(w, w.pick(["CN", "TW", "CN"]), "fish", n, -H); F.stay(max(3, (T.eta(n) - F.t) / H + 3), "fish")
        bb, ee = pair(w, T, F, F.jit(n, .6), n, w.u(1, 5)); b = b or bb; ents.append(F.ent("to" if g == "fuel" else "from")); F.stay(max(2, (TEND - F.t) / H), "fish")
    T.on(w.u(1, 9) * H); T.go(w.pick(["keelung", "busan", "zs_x"])); T.trade(TEND, ["keelung", "busan", "zs_x"])
    if b > TEND: return
    add(w, w.innocent, "transfer_dark", [T.ent("from" if g == "fuel" else "to")] + ents, [place("transfer", pos=NODE[n], name="fishing ground", country=None)], b, min(ee, TEND), "oil" if g == "fuel" else "fish", "tanker fuelling a fishing fleet" if g == "fuel" else "reefer taking the catch of a fishing fleet")


def n_gap(w):
    k = w.pick(["fault", "drift", "dandong", "shelter"]); fl = w.pick(["CN", "PA", "SL", "TG", "HK", "KR", "BZ", "KH", "MN"])
    if k == "drift":
        s = Ship(w, fl, "tanker", w.pick(["taichung", "busan", "yeosu", "zs_x"]), -w.u(1, 60) * H); s.trade(w.u(0, 15) * DAY, TANKP); n = w.pick(["ecc", "ectw", "ecs", "ysc2", "yss"]); s.say(w.pick(VAGUE)); s.go(n); a = s.t
        s.stay(w.u(5, 40), "drift"); s.off() ; s.stay(w.u(10, 120), "drift"); s.on(); s.stay(w.u(1, 9), "drift"); e = s.t; s.trade(TEND, TANKP); note = "tanker drifting for orders, silent for a part, met nobody"; kind = "transfer_dark"; pl = place("transfer", pos=NODE[n], name="at sea", country=None)
    elif k == "fault":
        s = Ship(w, fl, w.pick(["bulk", "coaster", "tanker"]), w.pick(["dalian", "qd", "incheon", "byq"]), -w.u(1, 60) * H); s.trade(w.u(0, 18) * DAY, CNC); n = w.pick(["incheon", "dalian", "nb", "byq", "busan"]); n = n if n != s.node else "lyg"
        s.to(n); a = s.t; s.off(w.u(1, 8) * H); s.go(n); s.on(-w.u(0, 2) * H); e = s.t; s.stay(30, "berth"); s.trade(TEND, CNC + [n]); note = "transponder failed at sea, the passage took its usual time"; kind = "delivery_dark"; pl = place("destination", n)
    elif k == "dandong":
        s = Ship(w, w.pick(["CN", "CN", fl]), w.pick(["coaster", "bulk", "barge"]), w.pick(["yantai", "lyg", "dalian", "longkou"]), -w.u(1, 90) * H); s.trade(w.u(0, 15) * DAY, CNC); s.to("dandong"); s.go("dandong"); a = s.t; s.stay(w.u(4, 40), "anchor"); s.off(); s.stay(w.u(30, 160), "berth"); s.on(-H); e = s.t
        s.load(True); n = w.pick(["yantai", "lyg", "cjr3", "nb"]); s.to(n); s.go(n); s.stay(30, "berth"); s.trade(TEND, CNC); note = "loaded Chinese sand or grain at Dandong with the equipment off in port"; kind = "delivery_dark" if s.id0["imo"] else "barge"; pl = place("origin", "dandong")
    else:
        s = Ship(w, fl, w.pick(["coaster", "barge"]), w.pick(["lyg", "yantai", "shidao"]), -w.u(1, 90) * H); s.trade(w.u(0, 14) * DAY, CNC); s.say("SHIDAO"); s.go("shidao"); a = s.t; s.off(w.u(1, 9) * H); s.stay(w.u(60, 260), "anchor"); s.on(); e = s.t; s.trade(TEND, CNC)
        note = "lay off Shidao for shelter and crew change, transponder off at anchor"; kind = "delivery_dark"; pl = place("destination", "shidao")
    if a > 29 * DAY: return
    add(w, w.innocent, kind, [s.ent("carrier")], [pl], a, min(e, TEND), None, note)


def n_barge(w):
    s = Ship(w, "CN", "barge", w.pick(["cjr4", "cjr3", "lyg"]), -w.u(1, 60) * H, klass=w.pick(["A", "B"])); s.trade(w.u(0, 10) * DAY, [s.node, "cjr1", "nb"]); h = s.node
    o = w.pick(["qhd", "longkou", "dandong", "byq", "jinzhou", "yantai"]); d = rlen(h, o) / s.speed * H; s.to(o, .6); s.off(w.u(.2, .6) * d) if w.p(.75) else None
    s.go(o); a = s.t; s.on(-w.u(0, 9) * H) if w.p(.4) else None; s.stay(w.u(20, 70), "berth"); s.load(True); s.on(w.u(.1, .5) * d); s.to(h, .7); s.go(h); e = s.t; s.stay(30, "berth"); s.trade(TEND, [h, "nb", "cjr1"])
    if a > 29 * DAY: return
    add(w, w.innocent, "barge", [s.ent("carrier")], [place("origin", o), place("destination", h)], a, min(e, TEND), w.pick(["coal", "sand"]), "Chinese coastal barge, domestic cargo from %s" % PNAME[o])


def n_rename(w):
    fl = w.pick(["CN", "KR", "JP", "PA", "HK"]); s = Ship(w, fl, w.pick(["bulk", "coaster", "tanker", "fish"]), w.pick(["nb", "busan", "kanmon", "dalian"]), -w.u(1, 60) * H); s.trade(w.u(0, 12) * DAY, [s.node, "nb", "busan"])
    y = w.pick(["nb", "busan", "dalian", "zs_x"]); s.say(DESTS[y][0]); (s.node != y) and s.go(y); a = s.t; s.stay(5, "berth"); s.off(); s.stay(w.u(30, 190), "berth"); s.on(-2 * H); e = s.t
    d = w.ident(w.pick(["PA", "SL", "TG", "KH", "VN", "PW", "MN"]), s.cls, noimo=True); d["imo"] = s.id0["imo"]; s.ids.append((s.OFF[-1][1], d)); s.trade(TEND, ["nb", "busan", "exs", "vlad", "lyg"])
    add(w, w.innocent, "laundered", [s.ent("carrier"), s.ent("carrier", d)], [place("destination", y)], a, min(e, TEND), None, "sold: new flag, name and MMSI in port, the IMO kept")


def n_shared(w):
    m = w.pick(["412000000", "413000000", "123456789", "100000000", "111111111", "412345678", "900000000", "440000000"])
    a = [Ship(w, "CN", w.pick(["fish", "barge"]), x, -w.u(1, 50) * H) for x in (w.pick(["dalian", "yantai", "shidao"]), w.pick(["nb", "wz", "lyg"]))]
    for i, s in enumerate(a):
        s.id0["mmsi"] = m if w.p(.5) or i else s.id0["mmsi"]
        if i == 0: m = s.id0["mmsi"]
        if s.cls == "fish": fishing(w, s)
        else: s.trade(TEND, CNC[:8])
    add(w, w.innocent, "laundered", [s.ent("carrier") for s in a], [], 0, TEND, None, "two craft on one MMSI (default or copied by the fitter)")


def n_kpferry(w):
    s = Ship(w, "KP", "ferry", "rajin", -20 * H); s.speed = 13; s.destmode = "good"
    while s.t < TEND:
        n = "vlad" if s.node == "rajin" else "rajin"; s.say(DESTS[n][0]); s.go(n); s.stay(w.u(15, 70), "berth")
    add(w, w.innocent, "delivery", [s.ent("carrier")], [place("origin", "rajin"), place("destination", "vlad")], 0, TEND, "passengers", "ferry Rajin-Vladivostok, passengers and their luggage")


def n_broken(w):
    n = w.pick(["ecc", "ysc2", "ysc3", "yss", "ysn2"]); s = dprk_home(w, w.pick(["bulk", "tanker"]), -5 * H, WEST, w.u(1, 9) * DAY); s.to("chongjin", .4); s.go(n); a = s.t; s.stay(w.u(8, 60), "drift"); P = s.pos
    e = s.t; k = w.pick(["tow", "pass"]); ent = [s.ent("to")]
    if k == "tow":
        t = Ship(w, "KP", "tug", "nampo", -20 * H, noimo=True); t.stay(max(2, (e - rlen("nampo", n) / 8 * H - t.t) / H), "berth"); b, e2 = pair(w, t, s, P, n, 2.5); t.node = s.node = n
        t.speed = s.speed = 5.; i0 = len(t.K); t.go("nampo"); s.ph(0); s.follow(t, .003, .003, i0); s.node = "nampo"; s.stay(900, "berth"); t.stay(900, "berth"); ent.append(t.ent("from")); note = "DPRK ship broke down and was towed home by a DPRK tug"
    else:
        t = Ship(w, w.pick(["PA", "CN", "LR"]), "bulk", w.pick(["lyg", "nb", "qd"]), -30 * H); t.stay(max(2, (e - 30 * H - t.t) / H), "anchor"); t.go(n, end=(P[0] + .006, P[1] + .008)); b = e2 = t.t; t.trade(TEND, CNC); s.go("nampo"); s.stay(900, "berth"); ent.append(t.ent("from")); note = "DPRK ship drifting with engine trouble, in ballast; another ship passed close without stopping"; 
    add(w, w.innocent, "transfer_flagged", ent, [place("transfer", pos=P, name="at sea", country=None)], a, min(e2, TEND), None, note)


def innocents(w, n):
    # a few by certainty, the rest at random
    fs = [n_food, n_wait, n_repair, n_cabotage, n_notified, n_aid, n_feeder, n_rajin, n_posyet, n_bunker, n_lighter, n_fishbunker, n_gap, n_barge, n_rename, n_shared, n_broken]
    wt = np.array([.12, .09, .03, .12, .09, .06, .02, .03, .05, .06, .07, .05, .14, .07, .03, .02, .03]) * w.r.uniform(.5, 1.6, len(fs))
    n_kpferry(w)
    k = 1
    while len(w.innocent) < n and k < 200:
        w.pick(fs, wt)(w); k += 1


# ------------------------------------------------------------------ the rest of the sea
def fishing(w, s):
    h = s.node
    grounds = {"J": ["sje", "maiz_a", "sjs"]}.get(s.flag[0], ["ysc3", "ysc2", "yss", "ecs", "ecn", "js2", "qd_off", "ysn2", "wzoff"])
    if s.flag == "KR": grounds = ["heuk", "jejs", "incw", "sj1b", "gunsan_w"]
    if s.flag == "TW": grounds = ["ectw", "ecs", "tws"]
    if s.flag == "CN" and w.p(.12): grounds = ["sj3", "sj2", "sje"]
    g = w.pick(grounds)
    while s.t < TEND:
        if s.klass == "A" and w.p(.15) or w.p(.05): s.off(w.u(3, 30) * H)
        s.go(g)
        for _ in range(int(w.r.integers(2, 9))):
            s.stay(w.u(6, 22), "fish"); s.stay(w.u(2, 8), "drift", 7)
        s.on(); s.go(h); s.port(w.u(12, 130), .35)


def ordinary(w, n):
    r0 = len(w.ships)
    F = [("ferry", 9), ("fish", 55), ("tug", 8), ("pilot", 6), ("dredger", 5), ("patrol", 8), ("cont", 22), ("bulk", 45), ("coaster", 26), ("tanker", 18), ("bigtank", 7), ("barge", 22), ("reefer", 4)]
    tot = sum(x for _, x in F)
    lines = [("incheon", "dandong"), ("incheon", "dalian"), ("incheon", "weihai"), ("pyt", "rizhao"), ("dalian", "yantai"), ("busan", "hakata"), ("incheon", "qd"), ("pyt", "lyg"), ("busan", "kanmon"), ("incheon", "shidao"), ("donghae", "vlad"), ("donghae", "sakai")]
    i = 0
    for cls, m in F:
        for _ in range(int(round(m * n / tot))):
            if cls == "ferry":
                a, b = lines[i % len(lines)]; i += 1
                s = Ship(w, w.pick(["KR", "CN", "PA"]), cls, a, -w.u(1, 30) * H); s.destmode = "good"
                while s.t < TEND: s.to(b if s.node == a else a, 1); s.go(b if s.node == a else a); s.stay(w.u(5, 16), "berth")
            elif cls == "fish":
                fl = w.pick(["CN", "KR", "JP", "TW"], [.68, .16, .08, .08]); s = Ship(w, fl, cls, w.pick({"CN": ["dalian", "shidao", "dandong", "lyg", "zs_a", "wz", "rizhao", "weihai", "mawei"], "KR": ["busan", "incheon", "gunsan", "yeosu", "pohang"], "JP": ["sakai", "maizuru", "niigata"], "TW": ["keelung", "taichung"]}[fl]), -w.u(1, 90) * H); fishing(w, s)
            elif cls in ("tug", "pilot", "dredger", "patrol"):
                h = w.pick(["dalian", "qd", "lyg", "zs_x", "busan", "incheon", "cjk", "yeosu", "vlad", "rizhao", "taichung"]); fl = COUNTRY[h]; s = Ship(w, fl, cls, h, -w.u(1, 20) * H)
                while s.t < TEND:
                    if cls == "patrol": s.off(w.u(0, 9) * H) if w.p(.3) else None; s.go(w.pick([x for x in ADJ[h]] + [w.pick(ADJ[w.pick(ADJ[h])])])); s.stay(w.u(8, 40), "work", 0); s.on()
                    elif cls == "dredger": s.go(w.pick(ADJ[h])); s.stay(w.u(3, 9), "work")
                    elif cls == "tug" and w.p(.2): s.go(w.pick(CNC if fl == "CN" else [x for x in COUNTRY if COUNTRY[x] == fl]), s.speed * .6)
                    else: s.leg(s.jit(h, 3), s.speed); s.stay(w.u(.3, 1.2), "drift"); s.leg(s.jit(h), s.speed)
                    if s.node != h: s.go(h)
                    s.stay(w.u(3, 20), "berth")
            else:
                fl = w.pick({"cont": ["PA", "LR", "HK", "CN", "MH", "SG", "KR"], "bigtank": ["LR", "MH", "PA", "SG", "HK"], "barge": ["CN"]}.get(cls, ["CN", "CN", "CN", "PA", "HK", "LR", "KR", "JP", "RU", "SL", "BZ", "KH", "VN", "TG", "MH"]))
                P = {"cont": ["nb", "wgq", "qd", "busan", "tianjin", "dalian", "exs", "osumi", "tsug", "kanmon", "keelung"], "bigtank": ["nb", "qd", "ulsan", "yeosu", "exs", "dalian"], "barge": ["cjr4", "cjr3", "nb", "lyg", "cjk", "wz", "qhd", "longkou", "wgq", "dandong", "yantai"],
                     "tanker": TANKP + ["dalian", "qd", "vlad", "nakhodka", "ulsan"]}.get(cls, CNC + ["exs"] + {"JP": JPKR * 3, "KR": JPKR * 3 + ["incheon", "gunsan"], "RU": RUP * 6 + JPKR}.get(fl, ["busan", "incheon", "pohang", "vlad", "nakhodka", "kanmon", "taichung", "dandong"]))
                P = [w.pick(P) for _ in range(5)]
                if len(set(P)) == 1: P.append("nb" if P[0] != "nb" else "qd")
                s = Ship(w, fl, cls, P[0], -w.u(1, 120) * H)
                s.trade(TEND, P)
            if w.p(.01): s.id0["imo"] = w.imo(False) if s.id0["imo"] else None
    return len(w.ships) - r0


# ------------------------------------------------------------------ what the receivers hear
# lat, lon, how well it hears (share of the thinned reports), height factor
STN = np.array([(38.9, 121.6, .8, 1), (38.8, 121.2, .5, .9), (39.85, 124.2, .35, .7), (40.2, 122.1, .6, .9), (39.9, 119.6, .7, .9), (38.95, 117.8, .8, 1), (37.8, 120.7, .6, 1), (37.55, 121.4, .7, 1),
                (37.5, 122.15, .6, 1), (37.4, 122.65, .5, 1.1), (36.85, 122.4, .5, .9), (36.05, 120.35, .8, 1.1), (35.4, 119.55, .7, .9), (34.75, 119.45, .65, 1.1), (33.0, 120.9, .2, .6), (31.4, 121.5, .85, .9), (31.75, 120.95, .7, .7), (31.95, 120.3, .7, .6),
                (30.85, 122.2, .6, 1.1), (30.2, 122.2, .6, 1), (29.95, 122.0, .8, 1.1), (29.75, 122.3, .5, 1.1), (28.9, 121.9, .4, .9), (28.0, 121.1, .6, .9), (26.7, 120.1, .4, 1), (26.05, 119.7, .6, 1), (24.5, 118.2, .7, 1),
                (25.15, 121.75, .8, 1.3), (24.25, 120.5, .8, .9), (25.0, 122.0, .5, 1.2), (37.45, 126.55, .9, 1), (37.0, 126.5, .8, .9), (36.0, 126.6, .8, .8), (34.8, 126.3, .7, 1), (33.5, 126.5, .8, 1.5), (33.25, 126.5, .7, 1.4),
                (34.7, 127.7, .85, 1), (35.1, 129.05, .95, 1.2), (35.5, 129.4, .9, 1), (36.05, 129.45, .8, 1), (37.5, 129.15, .7, 1.2), (37.5, 130.9, .4, 1.4), (37.95, 124.7, .12, .9), (33.6, 130.3, .9, 1), (33.95, 130.9, .9, 1), (32.75, 129.75, .7, 1.2),
                (31.3, 130.3, .5, 1), (35.55, 133.2, .7, 1), (35.6, 135.4, .7, 1), (37.4, 137.0, .4, 1), (38.0, 139.1, .8, .9), (39.75, 140.0, .6, .9), (41.4, 140.1, .7, 1.1), (43.1, 131.9, .75, 1), (42.75, 132.9, .65, 1), (42.6, 130.8, .15, .8), (34.2, 129.3, .5, 1.2)])


def sat_q(la, lo, klass):
    """chance that a passing satellite makes out one of the ship's messages: crowded coasts drown it"""
    cr = np.clip(1.15 - .12 * (np.maximum(0, 124.2 - lo)) ** 1.2, .18, 1)       # toward China
    cr = np.where((lo > 128) & (la > 36.5), 1.25, cr)                       # Sea of Japan is quiet
    cr = np.where((la > 37.6) & (lo < 122), cr * .7, cr)
    cr = np.where((la > 37.8) & (lo > 124.4) & (lo < 126), cr * .8, cr)
    return np.clip((.42 if klass == "A" else .05) * cr, 0, .9)


def fmt_t(t):
    d, r = divmod(int(t), 86400)
    return "2018-%02d-%02dT%02d:%02d:%02dZ" % (10 if d < 27 else 11, d + 5 if d < 27 else d - 26, r // 3600, r // 60 % 60, r % 60)


def render(w):
    r = np.random.default_rng([int(w.r.integers(1 << 30)), 5])
    nst = len(STN)
    duct = np.exp(r.normal(0, .16, (32, 1)) + r.normal(0, .13, (32, nst)))        # reach by day and place
    up = np.ones((nst, 31 * 24), bool)
    for k in range(nst):
        for _ in range(int(r.poisson(2.2))):
            a = int(r.integers(0, 720)); up[k, a:a + int(r.integers(2, 40))] = False
    # typhoon Kong-rey, 6 October: masts down around the Korea Strait and Jeju for some hours
    for k in np.nonzero((STN[:, 0] > 33) & (STN[:, 0] < 36.2) & (STN[:, 1] > 126) & (STN[:, 1] < 130))[0]:
        if r.random() < .5: a = int(r.integers(22, 32)); up[k, a:a + int(r.integers(4, 24))] = False
    passes = []
    for day in range(30):
        for _ in range(int(r.poisson(15))):
            h = r.choice(24, p=np.array([3, 2, 4, 5, 6, 4, 3, 2, 4, 5, 5, 4, 3, 3, 5, 6, 5, 3, 2, 3, 5, 6, 4, 3]) / 95.0)
            passes.append((day * DAY + h * H + r.uniform(0, H), r.uniform(.35, 1.35), r.uniform(26, 42), r.uniform(118, 136)))
    passes.sort(); PT = np.array([x[0] for x in passes]); PQ = np.array([x[1] for x in passes]); PC = np.array([[x[2], x[3]] for x in passes])
    cols = []
    for si, s in enumerate(w.ships):
        K = np.array(s.K); o = np.argsort(K[:, 0], kind="stable"); K = K[o]
        kt, kla, klo = K[:, 0], K[:, 1], K[:, 2]
        if s.off_at is not None: s.OFF.append((s.off_at, 1e9)); s.off_at = None
        # ground stations: a report each ~5 min under way, each ~18 lying still, after the provider's thinning
        step = 240.0
        t = np.arange(max(0, kt[0]), min(TEND, kt[-1]), step); t = t + r.uniform(0, step, len(t))
        f = lambda x: (np.interp(x, kt, kla), np.interp(x, kt, klo))
        la, lo = f(t); la2, lo2 = f(t + 60)
        mv = np.hypot(la2 - la, (lo2 - lo) * .8) * 3600 > 1.5
        keep = r.random(len(t)) < np.where(mv, .9, .2 if s.klass == "A" else .14)
        t, la, lo = t[keep], la[keep], lo[keep]
        d = np.hypot(la[:, None] - STN[None, :, 0], (lo[:, None] - STN[None, :, 1]) * np.cos(np.radians(la))[:, None]) * 60
        R = (33 if s.klass == "A" else 11) * s.ant * STN[None, :, 3] * duct[np.minimum(31, (t / DAY).astype(int))]
        p = STN[None, :, 2] / (1 + np.exp(np.clip((d - R) / (3.2 if s.klass == "A" else 1.8), -30, 30)))
        p = p * up[:, np.minimum(719, (t / H).astype(int))].T
        ok = r.random(len(t)) < 1 - np.prod(1 - p, axis=1)
        T = [t[ok]]; S = [np.zeros(ok.sum(), bool)]
        # satellites
        pt = PT + r.uniform(-150, 150, len(PT)); pla, plo = f(pt)
        far = np.hypot(pla - PC[:, 0], (plo - PC[:, 1]) * .8)
        q = sat_q(pla, plo, s.klass) * PQ * np.clip(1.5 - far / 11, .25, 1.1) * (.6 + .4 * s.ant)
        hit = r.random(len(pt)) < q
        for a, b, c in s.BOOST:          # a favourable geometry in those hours
            hit |= (pt > a) & (pt < b) & (r.random(len(pt)) < c * (.8 if s.klass == "A" else .45) * .5)
        for k in range(3):
            m = hit & (r.random(len(pt)) < (1, .45, .2)[k])
            x = pt[m] + k * r.uniform(30, 150, m.sum()); T.append(x); S.append(np.ones(len(x), bool))
        T = np.concatenate(T); S = np.concatenate(S)
        on = (T >= max(0, kt[0])) & (T < min(TEND - 1, kt[-1]))
        for a, b in s.OFF: on &= ~((T >= a) & (T < b))
        fo = np.array([x for x in s.FORCE if max(0, kt[0]) <= x < min(TEND - 1, kt[-1])])
        T, S = np.concatenate([T[on], fo]), np.concatenate([S[on], np.ones(len(fo), bool)])
        o = np.argsort(T, kind="stable"); T, S = T[o], S[o]
        n = len(T)
        if n == 0: continue
        la, lo = f(T); a1, o1 = f(T - 45); a2, o2 = f(T + 45)
        dy, dx = (a2 - a1) * 60, (o2 - o1) * 60 * np.cos(np.radians(la))
        sog = np.hypot(dy, dx) / 90 * 3600
        cog = np.degrees(np.arctan2(dx, dy)) % 360
        still = sog < .35
        sog = np.abs(sog + r.normal(0, np.where(still, .07, .16), n)); cog = np.where(still, r.uniform(0, 360, n), (cog + r.normal(0, 2.5, n)) % 360)
        hd = np.where(still, (200 + 90 * np.sin(T / (12.42 * H) * 6.2832 + si) + r.normal(0, 6, n)) % 360, (cog + r.normal(0, 3, n)) % 360)
        la = la + r.normal(0, 7e-5, n); lo = lo + r.normal(0, 8e-5, n)
        low = r.random(n) < .003                                     # a coarse or wild fix
        la = np.where(low, la + r.normal(0, .02, n), la); lo = np.where(low, lo + r.normal(0, .02, n), lo)
        wild = r.random(n) < .0002
        la = np.where(wild, la + r.choice([-1, 1, 10, -.5], n), la)
        ph = sorted(s.PH, key=lambda x: x[0]); pht = np.array([x[0] for x in ph]); phv = np.array([x[1] for x in ph])
        lag = r.uniform(-.2, .6) * H if s.statok else 0
        st = phv[np.maximum(0, np.searchsorted(pht, T - lag, "right") - 1)] if s.statok else np.full(n, s.statfix)
        # static data as last heard, for each identity
        stat = r.random(n) < np.where(S, .3, .4)
        idt = np.array([x[0] for x in sorted(s.ids, key=lambda x: x[0])]); idv = [x[1] for x in sorted(s.ids, key=lambda x: x[0])]
        ii = np.maximum(0, np.searchsorted(idt, T, "right") - 1)
        def series(ev):
            ev = sorted(ev, key=lambda x: x[0]); return np.array([x[0] for x in ev]), [x[1] for x in ev]
        dt, dv = series(s.DR); et, ev = series(s.DE)
        last = -1.0; lastid = 0; known = {0: True}
        ts = T + s.clock + (r.random(n) < .002) * r.uniform(20, 400, n)
        for k in range(n):
            i = int(ii[k])
            if i != lastid: lastid = i; last = -1.0
            if stat[k]: last = T[k]; known[i] = True
            d = idv[i]
            kn = known.get(i, False)
            x = last if last >= 0 else max(0.0, float(idt[i]))
            row = [d["mmsi"], None, "%.5f" % la[k], "%.5f" % lo[k], "%.1f" % min(sog[k], 102.2), "%.1f" % cog[k]]
            row.append(("%d" % (int(hd[k]) % 360)) if s.gyro else "")
            B = s.klass == "B"
            row.append("" if B else str(int(st[k])))
            if kn:
                dr = dv[max(0, int(np.searchsorted(dt, x, "right")) - 1)]
                de = ev[max(0, int(np.searchsorted(et, x, "right")) - 1)]
                row += [d["name"], "" if B or not d["imo"] or (not s.reported_imo and len(s.ids) == 1) else d["imo"], d["call"], str(s.type), str(s.L), str(s.B),
                        "" if B or not dr else "%.1f" % dr, "" if B else de.replace(",", " ")]
            else: row += [""] * 8
            tt = min(TEND - 1, max(0, ts[k]))
            row[1] = fmt_t(tt)
            cols.append((int(tt), si, ",".join(row)))
    cols.sort(key=lambda x: (x[0], x[1]))
    return cols


def build(seed, nh):
    w = World(seed)
    n = int(w.r.integers(0, 41)) if nh is None else nh
    # some of the ordinary sea first, so that a forger has identities to borrow
    ordinary(w, 60)
    base = np.array([.2, .13, .15, .1, .22, .09, .11]) * w.r.uniform(.4, 1.7, 7)
    while len(w.hidden) < n:
        n0, m0 = len(w.ships), len(w.hidden); h0 = w.nh
        hidden(w, 1, base)
        x = w.hidden[-1]
        if x["begin"] < 1800 or x["end"] > TEND - 1800:
            del w.hidden[m0:]; w.nh = h0; del w.ships[n0:]
            w.mothers = [m for m in w.mothers if m[0] in w.ships]; w.tail = [m for m in w.tail if m in w.ships]
    for T in [m[0] for m in w.mothers] + w.tail:
        T.to(getattr(T, "ports", ["busan"])[0]); T.trade(TEND, getattr(T, "ports", ["busan", "taichung"]) + ["zs_x"], offp=.03)
    if w.p(.75): n_shared(w)
    innocents(w, int(w.r.integers(48, 96)))
    w.innocent = [x for x in w.innocent if x["begin"] < TEND - 3600]
    for x in w.innocent:
        x["begin"] = max(0, x["begin"]); x["end"] = int(max(x["begin"] + 60, min(TEND, x["end"])))
    k2 = len(w.ships)
    ordinary(w, max(20, 246 - len(w.ships)))
    # a new face is shown to somebody
    for s in w.ships:
        z = sorted(x[0] for x in s.ids)[1:]
        for a, b in zip(z, z[1:] + [TEND]):
            for _ in range(int(w.r.integers(2, 5))): s.FORCE.append(a + w.u(60, min(5 * H, max(120, b - a - 60))))
    # a few radio numbers used by two
    k = k2 + int(.3 * (len(w.ships) - k2))
    o = [x for x in w.ships[k:] if x.cls in ("fish", "barge", "coaster", "tug")]
    for _ in range(int(w.r.integers(1, 4))):
        a, b = w.pick(o), w.pick(o)
        if a is not b: a.id0["mmsi"] = b.id0["mmsi"]
    # net buoys
    for _ in range(int(w.r.integers(3, 9))):
        s = Ship(w, "CN", "fish", w.pick(["ysc3", "js2", "ecs", "zs_s", "wzoff", "qd_off"]), -H, klass="B", noimo=True)
        s.id0["name"] = w.pick(["NET", "BUOY", "YUWANG", s.id0["name"][:10] + "-"]) + "%d-%d%%" % (w.r.integers(1, 60), w.r.integers(40, 99)); s.id0["call"] = ""; s.ant = .5; s.L, s.B = int(w.r.integers(0, 12)), 2
        while s.t < TEND: s.stay(w.u(20, 60), "drift", 0); s.leg(s.jit(s.node, 2), 7) if w.p(.3) else None
    return w


def main():
    a = sys.argv[1:]; nh = None
    if "--hidden" in a:
        i = a.index("--hidden"); nh = int(a[i + 1]); del a[i:i + 2]
    seed, folder = int(a[0]), a[1]
    os.makedirs(folder, exist_ok=True)
    w = build(seed, nh)
    rows = render(w)
    head = "mmsi,timestamp,latitude,longitude,sog_knots,cog,heading,nav_status,ship_name,imo,callsign,ship_type,length_m,width_m,draught_m,destination\n"
    files = []
    i = 0
    for d in range(30):
        fn = "strange-%s.csv" % fmt_t(d * DAY)[:10]; files.append(fn)
        with open(os.path.join(folder, fn), "w") as f:
            f.write(head)
            while i < len(rows) and rows[i][0] < (d + 1) * DAY:
                f.write(rows[i][2] + "\n"); i += 1
    with open(os.path.join(folder, "key.json"), "w") as f:
        json.dump(dict(files=files, hidden=w.hidden, innocent=w.innocent), f, indent=1)
    return w


if __name__ == "__main__":
    main()
