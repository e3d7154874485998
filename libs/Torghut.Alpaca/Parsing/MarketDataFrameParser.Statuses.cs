using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Parsing;

public sealed partial class MarketDataFrameParser
{
    private bool Status(ref JsonCursor json, IMarketDataHandler handler)
    {
        const int HasSymbol = 1, HasCode = 2, HasTime = 4, Required = 7;
        string symbol = "", statusCode = "", statusText = "", reasonCode = "", reasonText = "", tape = "";
        long nanos = 0;
        var seen = 0;
        var first = true;
        while (json.NextField(ref first, out var key))
        {
            var read = false;
            switch (key)
            {
                case FieldKeys.Symbol: read = ReadSymbol(ref json, out symbol); seen |= HasSymbol; break;
                case FieldKeys.StatusCode: read = ReadText(ref json, out statusCode); seen |= HasCode; break;
                case FieldKeys.StatusText: read = ReadText(ref json, out statusText); break;
                case FieldKeys.ReasonCode: read = ReadText(ref json, out reasonCode); break;
                case FieldKeys.ReasonText: read = ReadText(ref json, out reasonText); break;
                case FieldKeys.Timestamp: read = ReadTimestamp(ref json, out nanos); seen |= HasTime; break;
                case FieldKeys.Tape: read = ReadText(ref json, out tape); break;
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

        handler.OnStatus(new StatusMessage(symbol, statusCode, statusText, reasonCode, reasonText, tape, nanos));
        return true;
    }

    private bool Luld(ref JsonCursor json, IMarketDataHandler handler)
    {
        const int HasSymbol = 1, HasUp = 2, HasDown = 4, HasTime = 8, Required = 15;
        string symbol = "", indicator = "", tape = "";
        double up = 0, down = 0;
        long nanos = 0;
        var seen = 0;
        var first = true;
        while (json.NextField(ref first, out var key))
        {
            var read = false;
            switch (key)
            {
                case FieldKeys.Symbol: read = ReadSymbol(ref json, out symbol); seen |= HasSymbol; break;
                case FieldKeys.LimitUp: read = ReadAmount(ref json, out up); seen |= HasUp; break;
                case FieldKeys.LimitDown: read = ReadAmount(ref json, out down); seen |= HasDown; break;
                case FieldKeys.Indicator: read = ReadText(ref json, out indicator); break;
                case FieldKeys.Timestamp: read = ReadTimestamp(ref json, out nanos); seen |= HasTime; break;
                case FieldKeys.Tape: read = ReadText(ref json, out tape); break;
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

        handler.OnLuld(new LuldMessage(symbol, up, down, indicator, tape, nanos));
        return true;
    }
}
