using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Parsing;

public sealed partial class MarketDataFrameParser
{
    private bool Correction(ref JsonCursor json, IMarketDataHandler handler)
    {
        const int HasSymbol = 1, HasTime = 2, HasOriginalId = 4, HasOriginalPrice = 8, HasOriginalSize = 16;
        const int HasId = 32, HasPrice = 64, HasSize = 128, Required = 255;
        string symbol = "", exchange = "", tape = "";
        IReadOnlyList<string> originalConditions = [], conditions = [];
        long originalId = 0, id = 0, nanos = 0;
        double originalPrice = 0, originalSize = 0, price = 0, size = 0;
        var seen = 0;
        var first = true;
        while (json.NextField(ref first, out var key))
        {
            var read = false;
            switch (key)
            {
                case FieldKeys.Symbol: read = ReadSymbol(ref json, out symbol); seen |= HasSymbol; break;
                case FieldKeys.Timestamp: read = ReadTimestamp(ref json, out nanos); seen |= HasTime; break;
                case FieldKeys.OriginalId: read = json.ReadLong(out originalId); seen |= HasOriginalId; break;
                case FieldKeys.OriginalPrice: read = ReadAmount(ref json, out originalPrice); seen |= HasOriginalPrice; break;
                case FieldKeys.OriginalSize: read = ReadAmount(ref json, out originalSize); seen |= HasOriginalSize; break;
                case FieldKeys.OriginalConditions: read = ReadConditions(ref json, out originalConditions); break;
                case FieldKeys.CorrectedId: read = json.ReadLong(out id); seen |= HasId; break;
                case FieldKeys.CorrectedPrice: read = ReadPrice(ref json, out price); seen |= HasPrice; break;
                case FieldKeys.CorrectedSize: read = ReadAmount(ref json, out size); seen |= HasSize; break;
                case FieldKeys.CorrectedConditions: read = ReadConditions(ref json, out conditions); break;
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

        handler.OnCorrection(new CorrectionMessage(
            symbol, exchange, originalId, originalPrice, originalSize, originalConditions, id, price, size, conditions, tape, nanos));
        return true;
    }
}
