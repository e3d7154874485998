using Torghut.Contracts.Market;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Signals;

/// <summary>What the values of a signal may be. Prices, sizes and what is made of them stay below the bounds of market data itself.</summary>
internal static class FeatureBounds
{
    private const double Price = MarketDataBounds.PriceLimit;
    private const double Size = MarketDataBounds.SizeLimit;

    /// <summary>The first value that is none; null when all may be.</summary>
    public static (string Reason, string Detail)? Broken(SignalFeatures features) =>
        Check("macd", features.Macd, -Price, Price)
        ?? Check("macd_signal", features.MacdSignal, -Price, Price)
        ?? Check("macd_hist", features.MacdHist, -Price, Price)
        ?? Check("ema12", features.Ema12, 0, Price)
        ?? Check("ema26", features.Ema26, 0, Price)
        ?? Check("rsi14", features.Rsi14, 0, 100)
        ?? Check("boll_mid", features.BollMid, 0, Price)
        ?? Check("boll_upper", features.BollUpper, -Price, 2 * Price)
        ?? Check("boll_lower", features.BollLower, -2 * Price, Price)
        ?? Check("vwap_session", features.VwapSession, 0, Price)
        ?? Check("vwap_w5m", features.VwapW5m, 0, Price)
        ?? Check("imbalance_spread", features.ImbalanceSpread, -Price, Price)
        ?? Check("imbalance_bid_px", features.ImbalanceBidPx, 0, Price)
        ?? Check("imbalance_ask_px", features.ImbalanceAskPx, 0, Price)
        ?? Check("imbalance_bid_sz", features.ImbalanceBidSz, 0, Size)
        ?? Check("imbalance_ask_sz", features.ImbalanceAskSz, 0, Size)
        ?? Check("vol_realized_w60s", features.VolRealizedW60s, 0, Price);

    private static (string Reason, string Detail)? Check(string name, double? value, double min, double max)
    {
        if (value is not { } number || (number >= min && number <= max))
        {
            return null;
        }

        var detail = FormattableString.Invariant($"{name} {number:R}");
        return double.IsFinite(number) ? (RowRejectReasons.ValueOutOfRange, detail) : (RowRejectReasons.NotFinite, detail);
    }
}
