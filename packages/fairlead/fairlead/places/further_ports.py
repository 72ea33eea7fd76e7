"""Ports of East Asia that the World Port Index lacks, though seagoing ships call there: coal, ore, oil, fish, yards.

Some are the newer harbours of a port whose place in the index is the old one, a day's work for a ship away: Dayaowan of
Dalian, Beilun of Ningbo, Waigaoqiao of Shanghai. Each lies over 8 km from any port of the index. Positions are facts
read from public maps, to about 2 km; all but Okgye, Tanchon, Taean, Gwangyang's, Nghi Son and Vung Ang lie within 9 km
of a named anchorage of Global Fishing Watch's. Ids: the UN/LOCODE by which the Danish Maritime Authority's polygons of
ports call the place, where they have it, else ``NEAR-`` and the name.
"""

from __future__ import annotations

from typing import NamedTuple


class FurtherPort(NamedTuple):
    """A port: position in degrees, WGS84."""

    id: str
    name: str
    other_names: str
    country: str  # ISO 3166-1 alpha-2
    latitude: float
    longitude: float


FURTHER_PORTS = (
    FurtherPort("CNHHA", "Huanghua", "Cangzhou", "CN", 38.32, 117.88),
    FurtherPort("CNCFD", "Caofeidian", "", "CN", 38.93, 118.51),
    FurtherPort("CNDGY", "Dongying", "", "CN", 38.11, 118.96),
    FurtherPort("NEAR-WEIFANG", "Weifang", "Yangkou Weifang", "CN", 37.23, 119.19),
    FurtherPort("CNLAI", "Laizhou", "", "CN", 37.40, 119.94),
    FurtherPort("NEAR-SHIDAO", "Shidao", "CNSHD; Rongcheng Shidao", "CN", 36.88, 122.42),
    FurtherPort("CNLGY", "Longyan", "Rongcheng Longyan; Longyan Rongcheng", "CN", 37.40, 122.62),
    FurtherPort("NEAR-RUSHAN", "Rushan", "", "CN", 36.80, 121.52),
    FurtherPort("NEAR-HAIYANG", "Haiyang", "", "CN", 36.69, 121.19),
    FurtherPort("CNDJK", "Dongjiakou", "", "CN", 35.60, 119.78),
    FurtherPort("NEAR-BINHAI", "Binhai", "", "CN", 34.30, 120.27),
    FurtherPort("CNDFE", "Dafeng", "", "CN", 33.27, 120.82),
    FurtherPort("NEAR-YANGKOU", "Yangkou", "Rudong; Rudong Yangkou", "CN", 32.53, 121.42),
    FurtherPort("NEAR-LUSI", "Lusi", "Lvsi; Qidong Lusi", "CN", 32.12, 121.62),
    FurtherPort("CNYSN", "Yangshan", "", "CN", 30.63, 122.06),
    FurtherPort("CNMAJ", "Majishan", "Shengsi; Maji Shan", "CN", 30.68, 122.42),
    FurtherPort("NEAR-NINGDE", "Ningde", "Sandu; Sandu'ao", "CN", 26.66, 119.68),
    FurtherPort("NEAR-LUOYUAN", "Luoyuan", "Kemen; Luoyuan Bay", "CN", 26.40, 119.80),
    FurtherPort("NEAR-FUQING", "Fuqing", "Jiangyin (Fuqing)", "CN", 25.45, 119.30),
    FurtherPort("NEAR-CHANGXINGDAO", "Changxingdao", "Changxing Island; Dalian Changxing", "CN", 39.55, 121.40),
    FurtherPort("NEAR-SUIZHONG", "Suizhong", "", "CN", 40.08, 120.05),
    FurtherPort("NEAR-ZHUANGHE", "Zhuanghe", "", "CN", 39.63, 122.98),
    FurtherPort("NEAR-DAYAOWAN", "Dalian Dayaowan", "Dayaowan; Dayao Bay", "CN", 38.98, 121.89),
    FurtherPort("NEAR-DAGANG", "Tianjin Dagang", "Dagang", "CN", 38.75, 117.72),
    FurtherPort("NEAR-WEIHAI", "Weihai New Port", "", "CN", 37.43, 122.17),
    FurtherPort("NEAR-GANYU", "Lianyungang Ganyu", "Ganyu", "CN", 34.94, 119.25),
    FurtherPort("NEAR-XUWEI", "Lianyungang Xuwei", "Xuwei", "CN", 34.62, 119.60),
    FurtherPort("NEAR-LANGSHAN", "Nantong Langshan", "Langshan", "CN", 31.94, 120.85),
    FurtherPort("NEAR-LUOJING", "Shanghai Luojing", "Luojing", "CN", 31.48, 121.40),
    FurtherPort("NEAR-BAOSHAN", "Shanghai Baoshan", "Baoshan", "CN", 31.40, 121.49),
    FurtherPort("NEAR-WAIGAOQIAO", "Shanghai Waigaoqiao", "Waigaoqiao", "CN", 31.36, 121.60),
    FurtherPort("NEAR-CAOJING", "Shanghai Caojing", "Caojing", "CN", 30.72, 121.42),
    FurtherPort("NEAR-BEILUN", "Ningbo Beilun", "Beilun", "CN", 29.94, 121.88),
    FurtherPort("NEAR-CHUANSHAN", "Ningbo Chuanshan", "Chuanshan", "CN", 29.89, 122.06),
    FurtherPort("NEAR-LAOTANGSHAN", "Zhoushan Laotangshan", "Laotangshan", "CN", 30.05, 121.99),
    FurtherPort("NEAR-SHENJIAMEN", "Zhoushan Shenjiamen", "Shenjiamen", "CN", 29.94, 122.29),
    FurtherPort("NEAR-DAMAIYU", "Taizhou Damaiyu", "Damaiyu", "CN", 28.09, 121.15),
    FurtherPort("NEAR-LONGWAN", "Wenzhou Longwan", "Longwan", "CN", 27.98, 120.85),
    FurtherPort("NEAR-GWANGYANG", "Gwangyang New Harbour", "", "KR", 34.90, 127.68),
    FurtherPort("NEAR-YEOCHEON", "Yeocheon", "Nakpo; Yochon", "KR", 34.84, 127.70),
    FurtherPort("NEAR-BUSAN", "Busan New Port", "", "KR", 35.075, 128.80),
    FurtherPort("NEAR-TAEAN", "Taean", "Daean", "KP", 38.71, 125.50),
    FurtherPort("KRSUK", "Samcheok", "Samchok", "KR", 37.43, 129.19),
    FurtherPort("NEAR-HOSAN", "Hosan", "", "KR", 37.18, 129.35),
    FurtherPort("NEAR-OKGYE", "Okgye", "", "KR", 37.62, 129.06),
    FurtherPort("NEAR-BORYEONG", "Boryeong", "Poryong; Daecheon", "KR", 36.40, 126.49),
    FurtherPort("NEAR-TONGYEONG", "Tongyeong", "", "KR", 34.83, 128.43),
    FurtherPort("KROKP", "Okpo", "Geoje", "KR", 34.89, 128.70),
    FurtherPort("NEAR-TANCHON", "Tanchon", "Danchon; Dancheon", "KP", 40.41, 128.92),
    FurtherPort("NEAR-PLASTUN", "Plastun", "", "RU", 44.74, 136.31),
    FurtherPort("NEAR-OLGA", "Olga", "", "RU", 43.72, 135.26),
    FurtherPort("NEAR-ANPING", "Anping", "Tainan", "TW", 22.97, 120.17),
    FurtherPort("NEAR-TAOYUAN", "Taoyuan", "Guantang", "TW", 25.04, 121.04),
    FurtherPort("VNNGH", "Nghi Son", "", "VN", 19.31, 105.81),
    FurtherPort("NEAR-VUNG-ANG", "Vung Ang", "Son Duong", "VN", 18.10, 106.41),
)
