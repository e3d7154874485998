using System.Text.Json;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Signals;

/// <summary>Reads the envelope shape: groups of features in a JSON payload, the window in another.</summary>
internal static class EnvelopeReader
{
    /// <exception cref="SignalSourceException">The payload is not the contract's.</exception>
    public static SignalFeatures ReadFeatures(string payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            return new SignalFeatures
            {
                Macd = Number(root, "macd", "macd"),
                MacdSignal = Number(root, "macd", "signal"),
                MacdHist = Number(root, "macd", "hist"),
                Ema12 = Number(root, "ema", "ema12"),
                Ema26 = Number(root, "ema", "ema26"),
                Rsi14 = Number(root, "rsi14", null),
                BollMid = Number(root, "boll", "mid"),
                BollUpper = Number(root, "boll", "upper"),
                BollLower = Number(root, "boll", "lower"),
                VwapSession = Number(root, "vwap", "session"),
                VwapW5m = Number(root, "vwap", "w5m"),
                ImbalanceSpread = Number(root, "imbalance", "spread"),
                ImbalanceBidPx = Number(root, "imbalance", "bid_px"),
                ImbalanceAskPx = Number(root, "imbalance", "ask_px"),
                ImbalanceBidSz = Number(root, "imbalance", "bid_sz"),
                ImbalanceAskSz = Number(root, "imbalance", "ask_sz"),
                VolRealizedW60s = Number(root, "vol_realized", "w60s"),
            };
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new SignalSourceException($"A signal's payload cannot be read: {broken.Message}", isTransient: false, broken);
        }
    }

    public static string ReadTimeframe(string window)
    {
        try
        {
            using var document = JsonDocument.Parse(window);
            return Timeframe.Of(document.RootElement.GetProperty("size").GetString() ?? "");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new SignalSourceException($"A signal's window cannot be read: {broken.Message}", isTransient: false, broken);
        }
    }

    private static double? Number(JsonElement root, string group, string? name)
    {
        if (!root.TryGetProperty(group, out var value))
        {
            return null;
        }

        if (name is not null)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
    }
}
