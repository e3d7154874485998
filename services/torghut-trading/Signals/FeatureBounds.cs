using Torghut.Contracts.Market;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Signals;

/// <summary>What the values of a signal may be. Prices, sizes and what is made of them stay below the bounds of market data itself.</summary>
internal static class FeatureBounds
{
    private const double Price = MarketDataBounds.PriceLimit;
    private const double Size = MarketDataBounds.SizeLimit;

    /// <summary>The first value that is none; null when all may be.</summary>
    public static (string Reason, string Detail)? Broken(SignalFeatures features)
    {
        var broken = (Name: "", Value: 0.0);
        var isFit = MayBe("macd", features.Macd, -Price, Price, ref broken)
            && MayBe("macd_signal", features.MacdSignal, -Price, Price, ref broken)
            && MayBe("macd_hist", features.MacdHist, -Price, Price, ref broken)
            && MayBe("ema12", features.Ema12, 0, Price, ref broken)
            && MayBe("ema26", features.Ema26, 0, Price, ref broken)
            && MayBe("rsi14", features.Rsi14, 0, 100, ref broken)
            && MayBe("boll_mid", features.BollMid, 0, Price, ref broken)
            && MayBe("boll_upper", features.BollUpper, -Price, 2 * Price, ref broken)
            && MayBe("boll_lower", features.BollLower, -2 * Price, Price, ref broken)
            && MayBe("vwap_session", features.VwapSession, 0, Price, ref broken)
            && MayBe("vwap_w5m", features.VwapW5m, 0, Price, ref broken)
            && MayBe("imbalance_spread", features.ImbalanceSpread, -Price, Price, ref broken)
            && MayBe("imbalance_bid_px", features.ImbalanceBidPx, 0, Price, ref broken)
            && MayBe("imbalance_ask_px", features.ImbalanceAskPx, 0, Price, ref broken)
            && MayBe("imbalance_bid_sz", features.ImbalanceBidSz, 0, Size, ref broken)
            && MayBe("imbalance_ask_sz", features.ImbalanceAskSz, 0, Size, ref broken)
            && MayBe("vol_realized_w60s", features.VolRealizedW60s, 0, Price, ref broken);
        if (isFit)
        {
            return null;
        }

        var detail = FormattableString.Invariant($"{broken.Name} {broken.Value:R}");
        return double.IsFinite(broken.Value) ? (RowRejectReasons.ValueOutOfRange, detail) : (RowRejectReasons.NotFinite, detail);
    }

    private static bool MayBe(string name, double? value, double min, double max, ref (string Name, double Value) broken)
    {
        if (value is not { } number || (number >= min && number <= max))
        {
            return true;
        }

        broken = (name, number);
        return false;
    }
}
