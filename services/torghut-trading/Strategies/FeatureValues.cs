using Torghut.Trading.Checkpoints;

namespace Torghut.Trading.Strategies;

/// <summary>Features in the order in which a checkpoint has them.</summary>
internal static class FeatureValues
{
    private const int Count = 17;

    public static void Write(this CheckpointWriter writer, SignalFeatures features)
    {
        foreach (var value in Of(features))
        {
            writer.Write(value);
        }
    }

    public static SignalFeatures Features(this CheckpointReader reader)
    {
        var values = new double?[Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.DoubleOrNull();
        }

        return From(values);
    }

    private static double?[] Of(SignalFeatures features) =>
    [
        features.Macd, features.MacdSignal, features.MacdHist, features.Ema12, features.Ema26, features.Rsi14, features.BollMid, features.BollUpper,
        features.BollLower, features.VwapSession, features.VwapW5m, features.ImbalanceSpread, features.ImbalanceBidPx, features.ImbalanceAskPx,
        features.ImbalanceBidSz, features.ImbalanceAskSz, features.VolRealizedW60s,
    ];

    private static SignalFeatures From(double?[] values) => new()
    {
        Macd = values[0],
        MacdSignal = values[1],
        MacdHist = values[2],
        Ema12 = values[3],
        Ema26 = values[4],
        Rsi14 = values[5],
        BollMid = values[6],
        BollUpper = values[7],
        BollLower = values[8],
        VwapSession = values[9],
        VwapW5m = values[10],
        ImbalanceSpread = values[11],
        ImbalanceBidPx = values[12],
        ImbalanceAskPx = values[13],
        ImbalanceBidSz = values[14],
        ImbalanceAskSz = values[15],
        VolRealizedW60s = values[16],
    };
}
