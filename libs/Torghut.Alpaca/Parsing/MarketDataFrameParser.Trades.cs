using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Parsing;

public sealed partial class MarketDataFrameParser
{
    private bool Trade(ref JsonCursor json, IMarketDataHandler handler)
    {
        const int HasSymbol = 1, HasId = 2, HasPrice = 4, HasSize = 8, HasTime = 16, Required = 31;
        string symbol = "", exchange = "", tape = "";
        IReadOnlyList<string> conditions = [];
        long id = 0, nanos = 0;
        double price = 0, size = 0;
        var seen = 0;
        var first = true;
        while (json.NextField(ref first, out var key))
        {
            var read = false;
            switch (key)
            {
                case FieldKeys.Symbol: read = ReadSymbol(ref json, out symbol); seen |= HasSymbol; break;
                case FieldKeys.Id: read = json.ReadLong(out id); seen |= HasId; break;
                case FieldKeys.Price: read = ReadPrice(ref json, out price); seen |= HasPrice; break;
                case FieldKeys.Size: read = ReadAmount(ref json, out size); seen |= HasSize; break;
                case FieldKeys.Timestamp: read = ReadTimestamp(ref json, out nanos); seen |= HasTime; break;
                case FieldKeys.Exchange: read = ReadText(ref json, out exchange); break;
                case FieldKeys.Conditions: read = ReadConditions(ref json, out conditions); break;
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

        handler.OnTrade(new TradeMessage(symbol, id, price, size, exchange, conditions, tape, nanos));
        return true;
    }

    private bool Cancel(ref JsonCursor json, IMarketDataHandler handler)
    {
        const int HasSymbol = 1, HasId = 2, HasPrice = 4, HasSize = 8, HasTime = 16, HasAction = 32, Required = 63;
        string symbol = "", exchange = "", action = "", tape = "";
        long id = 0, nanos = 0;
        double price = 0, size = 0;
        var seen = 0;
        var first = true;
        while (json.NextField(ref first, out var key))
        {
            var read = false;
            switch (key)
            {
                case FieldKeys.Symbol: read = ReadSymbol(ref json, out symbol); seen |= HasSymbol; break;
                case FieldKeys.Id: read = json.ReadLong(out id); seen |= HasId; break;
                case FieldKeys.Price: read = ReadAmount(ref json, out price); seen |= HasPrice; break;
                case FieldKeys.Size: read = ReadAmount(ref json, out size); seen |= HasSize; break;
                case FieldKeys.Timestamp: read = ReadTimestamp(ref json, out nanos); seen |= HasTime; break;
                case FieldKeys.Action: read = ReadText(ref json, out action); seen |= HasAction; break;
                case FieldKeys.Exchange: read = ReadText(ref json, out exchange); break;
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

        handler.OnCancel(new CancelMessage(symbol, id, price, size, exchange, action, tape, nanos));
        return true;
    }
}
