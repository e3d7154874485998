using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Parsing;

/// <summary>
/// Reads a market-data frame, a JSON array of messages, in one pass and without allocating once its pools are warm. The frame is untrusted:
/// whatever its bytes, nothing is thrown, nothing beyond them is read, and a bad message does not cost its neighbours. Not safe for concurrent use.
/// </summary>
public sealed partial class MarketDataFrameParser
{
    private readonly MarketDataParserOptions _options;
    private readonly Utf8StringPool _symbols;
    private readonly Utf8StringPool _texts;
    private readonly ConditionPool _conditions;

    /// <param name="options">Limits; null takes the defaults.</param>
    public MarketDataFrameParser(MarketDataParserOptions? options = null)
    {
        _options = options ?? new MarketDataParserOptions();
        _symbols = new Utf8StringPool(_options.PoolCapacity);
        _texts = new Utf8StringPool(_options.PoolCapacity);
        _conditions = new ConditionPool(_options.PoolCapacity);
    }

    /// <summary>Fields that were stepped over because their name is not known, since construction.</summary>
    public long UnknownFields { get; private set; }

    /// <summary>Reads a whole frame.</summary>
    public void Parse(ReadOnlySpan<byte> frame, IMarketDataHandler handler)
    {
        var cursor = default(FrameCursor);
        while (Next(frame, ref cursor, handler))
        {
        }
    }

    /// <summary>Reads one message, so that the caller may wait between two.</summary>
    /// <param name="frame">The whole frame, the same at every call.</param>
    /// <param name="cursor">Where the last call stopped; a new one for a new frame.</param>
    /// <param name="handler">Receives at most one message, and a rejection of the rest when the frame is broken there.</param>
    /// <returns>Whether there is more to read.</returns>
    public bool Next(ReadOnlySpan<byte> frame, ref FrameCursor cursor, IMarketDataHandler handler)
    {
        if (cursor.IsAtEnd)
        {
            return false;
        }

        var json = new JsonCursor(frame, cursor.Position);
        if (!cursor.IsInside)
        {
            if (!json.Expect((byte)'['))
            {
                return Abandon(frame, 0, ref cursor, handler, json.Reason);
            }

            cursor.IsInside = true;
            if (json.Peek() == ']')
            {
                return Finish(frame, ref json, ref cursor, handler);
            }
        }

        json.Peek();
        var start = json.Position;
        if (!Message(ref json, handler))
        {
            var reason = json.Reason;
            json = new JsonCursor(frame, start);
            if (!json.SkipValue())
            {
                return Abandon(frame, start, ref cursor, handler, json.Reason);
            }

            handler.OnRejected(reason, json.Since(start));
        }

        switch (json.Peek())
        {
            case (byte)',':
                json.Advance();
                cursor.Position = json.Position;
                return true;
            case (byte)']':
                return Finish(frame, ref json, ref cursor, handler);
            default:
                var atEnd = json.Position >= frame.Length;
                return Abandon(frame, json.Position, ref cursor, handler, atEnd ? RejectReason.Truncated : RejectReason.Malformed);
        }
    }

    private static bool Finish(ReadOnlySpan<byte> frame, ref JsonCursor json, ref FrameCursor cursor, IMarketDataHandler handler)
    {
        json.Advance();
        json.Peek();
        if (json.Position < frame.Length)
        {
            return Abandon(frame, json.Position, ref cursor, handler, RejectReason.Malformed);
        }

        cursor.Position = frame.Length;
        cursor.IsAtEnd = true;
        return false;
    }

    private static bool Abandon(ReadOnlySpan<byte> frame, int position, ref FrameCursor cursor, IMarketDataHandler handler, RejectReason reason)
    {
        cursor.Position = frame.Length;
        cursor.IsAtEnd = true;
        handler.OnRejected(reason, frame[Math.Min(position, frame.Length)..]);
        return false;
    }

    private bool Message(ref JsonCursor json, IMarketDataHandler handler)
    {
        if (!json.Expect((byte)'{'))
        {
            return json.Fail(RejectReason.Malformed);
        }

        // The type comes first in every frame seen; when it does not, a copy of the cursor looks for it.
        var ahead = json;
        var first = true;
        while (ahead.NextField(ref first, out var key))
        {
            if (key == FieldKeys.Type)
            {
                return ahead.ReadRawString(out var type, out _) ? Message(type, ref json, handler) : json.Fail(ahead.Reason);
            }

            if (!ahead.SkipValue())
            {
                return json.Fail(ahead.Reason);
            }
        }

        return json.Fail(ahead.Reason == RejectReason.None ? RejectReason.UnknownType : ahead.Reason);
    }

    private bool Message(ReadOnlySpan<byte> type, ref JsonCursor json, IMarketDataHandler handler)
    {
        if (type.Length == 1)
        {
            switch (type[0])
            {
                case (byte)'t': return Trade(ref json, handler);
                case (byte)'q': return Quote(ref json, handler);
                case (byte)'b': return Bar(ref json, BarKind.Minute, handler);
                case (byte)'u': return Bar(ref json, BarKind.Updated, handler);
                case (byte)'d': return Bar(ref json, BarKind.Daily, handler);
                case (byte)'c': return Correction(ref json, handler);
                case (byte)'x': return Cancel(ref json, handler);
                case (byte)'s': return Status(ref json, handler);
                case (byte)'l': return Luld(ref json, handler);
            }
        }

        if (type.SequenceEqual("success"u8) || type.SequenceEqual("error"u8))
        {
            return Notice(type[0] == 'e', ref json, handler);
        }

        return type.SequenceEqual("subscription"u8) ? Subscription(ref json, handler) : json.Fail(RejectReason.UnknownType);
    }

    /// <summary>Ends a message: true when its closing brace was reached and every required field was seen.</summary>
    private static bool Complete(ref JsonCursor json, int seen, int required) =>
        json.Reason == RejectReason.None && ((seen & required) == required || json.Fail(RejectReason.MissingField));

    private bool Unknown(ref JsonCursor json, int key)
    {
        if (key != FieldKeys.Type)
        {
            UnknownFields++;
        }

        return json.SkipValue();
    }
}
