using System.Text.Json;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Signals;

/// <summary>Reads the envelope shape: groups of features in a JSON payload, the window in another.</summary>
internal static class EnvelopeReader
{
    /// <summary>Longest payload, bytes; the contract's has less than a tenth of it. Nothing longer is fetched.</summary>
    public const int MaxPayload = 8_192;

    /// <summary>The features; null when the payload is not the contract's.</summary>
    public static SignalFeatures? ReadFeatures(string? payload)
    {
        if (payload is null || payload.Length > MaxPayload)
        {
            return null;
        }

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
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The window's size in the catalogue's form; null when the window is not the contract's.</summary>
    public static string? ReadTimeframe(string window)
    {
        try
        {
            using var document = JsonDocument.Parse(window);
            return document.RootElement.GetProperty("size").GetString() is { } size ? Timeframe.Of(size) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return null;
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
