using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Parsing;

public sealed partial class MarketDataFrameParser
{
    private bool Bar(ref JsonCursor json, BarKind kind, IMarketDataHandler handler)
    {
        const int HasSymbol = 1, HasOpen = 2, HasHigh = 4, HasLow = 8, HasClose = 16, HasVolume = 32, HasTime = 64, Required = 127;
        var symbol = "";
        long count = 0, nanos = 0;
        double open = 0, high = 0, low = 0, close = 0, volume = 0, vwap = 0;
        double? knownVwap = null;
        var seen = 0;
        var first = true;
        while (json.NextField(ref first, out var key))
        {
            var read = false;
            switch (key)
            {
                case FieldKeys.Symbol: read = ReadSymbol(ref json, out symbol); seen |= HasSymbol; break;
                case FieldKeys.Open: read = ReadAmount(ref json, out open); seen |= HasOpen; break;
                case FieldKeys.High: read = ReadAmount(ref json, out high); seen |= HasHigh; break;
                case FieldKeys.Low: read = ReadAmount(ref json, out low); seen |= HasLow; break;
                case FieldKeys.Close: read = ReadAmount(ref json, out close); seen |= HasClose; break;
                case FieldKeys.Volume: read = ReadAmount(ref json, out volume); seen |= HasVolume; break;
                case FieldKeys.TradeCount: read = json.TryNull() || json.ReadLong(out count); break;
                case FieldKeys.Vwap when json.TryNull(): read = true; break;
                case FieldKeys.Vwap: read = ReadAmount(ref json, out vwap); knownVwap = vwap; break;
                case FieldKeys.Timestamp: read = ReadTimestamp(ref json, out nanos); seen |= HasTime; break;
                default: read = Unknown(ref json, key); break;
            }

            if (!read)
            {
                return false;
            }
        }

        if (!Complete(ref json, seen, Required))
        {
            return false;
        }

        handler.OnBar(new BarMessage(kind, symbol, open, high, low, close, volume, count, knownVwap, nanos));
        return true;
    }
}
