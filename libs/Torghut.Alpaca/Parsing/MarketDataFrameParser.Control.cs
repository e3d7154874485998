using System.Text;
using System.Text.Unicode;
using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Parsing;

public sealed partial class MarketDataFrameParser
{
    private const int MaxChannels = 32;

    private bool Notice(bool isError, ref JsonCursor json, IMarketDataHandler handler)
    {
        var text = "";
        long code = 0;
        var first = true;
        while (json.NextField(ref first, out var key))
        {
            var read = key switch
            {
                FieldKeys.Text => ReadText(ref json, out text),
                FieldKeys.Code => json.ReadLong(out code) && (code is > 0 and <= int.MaxValue || json.Fail(RejectReason.OutOfRange)),
                _ => Unknown(ref json, key),
            };
            if (!read)
            {
                return false;
            }
        }

        if (json.Reason != RejectReason.None)
        {
            return false;
        }

        var kind = (isError, text) switch
        {
            (true, _) => ControlKind.Error,
            (_, "connected") => ControlKind.Connected,
            (_, "authenticated") => ControlKind.Authenticated,
            _ => ControlKind.Success,
        };
        handler.OnControl(new ControlMessage(kind, text, (int)code, null));
        return true;
    }

    private bool Subscription(ref JsonCursor json, IMarketDataHandler handler)
    {
        var channels = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var first = true;
        while (json.NextField(ref first, out var key))
        {
            if (key == FieldKeys.Type)
            {
                if (!json.SkipValue())
                {
                    return false;
                }

                continue;
            }

            if (channels.Count == MaxChannels || json.Key.Length > MaxText || !Utf8.IsValid(json.Key))
            {
                return json.Fail(RejectReason.TooLong);
            }

            var channel = Encoding.UTF8.GetString(json.Key);
            var symbols = new List<string>();
            if (!json.TryNull() && !ReadSymbols(ref json, symbols))
            {
                return false;
            }

            channels[channel] = symbols;
        }

        if (json.Reason != RejectReason.None)
        {
            return false;
        }

        handler.OnControl(new ControlMessage(ControlKind.Subscription, "", 0, channels));
        return true;
    }

    private bool ReadSymbols(ref JsonCursor json, List<string> symbols)
    {
        if (!json.Expect((byte)'['))
        {
            return false;
        }

        if (json.Peek() == ']')
        {
            json.Advance();
            return true;
        }

        while (true)
        {
            if (!ReadSymbol(ref json, out var symbol))
            {
                return false;
            }

            symbols.Add(symbol);
            if (json.Peek() == ']')
            {
                json.Advance();
                return true;
            }

            if (!json.Expect((byte)','))
            {
                return false;
            }
        }
    }
}
