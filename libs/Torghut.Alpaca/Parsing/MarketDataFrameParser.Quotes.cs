using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Parsing;

public sealed partial class MarketDataFrameParser
{
    private bool Quote(ref JsonCursor json, IMarketDataHandler handler)
    {
        const int HasSymbol = 1, HasBid = 2, HasBidSize = 4, HasAsk = 8, HasAskSize = 16, HasTime = 32, Required = 63;
        string symbol = "", bidExchange = "", askExchange = "", tape = "";
        IReadOnlyList<string> conditions = [];
        long nanos = 0;
        double bid = 0, bidSize = 0, ask = 0, askSize = 0;
        var seen = 0;
        var first = true;
        while (json.NextField(ref first, out var key))
        {
            var read = false;
            switch (key)
            {
                case FieldKeys.Symbol: read = ReadSymbol(ref json, out symbol); seen |= HasSymbol; break;
                case FieldKeys.BidPrice: read = ReadAmount(ref json, out bid); seen |= HasBid; break;
                case FieldKeys.BidSize: read = ReadAmount(ref json, out bidSize); seen |= HasBidSize; break;
                case FieldKeys.BidExchange: read = ReadText(ref json, out bidExchange); break;
                case FieldKeys.AskPrice: read = ReadAmount(ref json, out ask); seen |= HasAsk; break;
                case FieldKeys.AskSize: read = ReadAmount(ref json, out askSize); seen |= HasAskSize; break;
                case FieldKeys.AskExchange: read = ReadText(ref json, out askExchange); break;
                case FieldKeys.Conditions: read = ReadConditions(ref json, out conditions); break;
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

        handler.OnQuote(new QuoteMessage(symbol, bid, bidSize, bidExchange, ask, askSize, askExchange, conditions, tape, nanos));
        return true;
    }
}
