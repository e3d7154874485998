using Torghut.Contracts.Conditions;
using Torghut.Ta.EventTime;
using Torghut.Ta.Indicators;
using Torghut.Ta.Microbars;
using Torghut.Ta.State;

namespace Torghut.Ta.Engine;

internal sealed partial class SymbolState
{
    private const byte CancelledBit = 0x80;

    /// <summary>The addition that holds when the symbol was heard of last.</summary>
    private const long HoursTag = 1;

    /// <summary>The addition that holds the corporate actions of a symbol that has any.</summary>
    private const long ActionsTag = 2;

    public IEnumerable<OpenWindow> OpenWindows() => _open.OfType<OpenWindow>().OrderBy(window => window.EndSecond);

    /// <param name="forgotten">Trade ids of windows that ended at this second or before are left out.</param>
    public void Write(StateWriter writer, long forgotten)
    {
        writer.WriteString(Feed);
        writer.WriteLong(LastTradeOffset);
        writer.WriteLong(LastQuoteOffset);
        WriteWindows(writer);
        TradeIds.Write(writer, forgotten);
        writer.WriteLong(Quotes.Count);
        foreach (ref readonly var quote in Quotes.Held)
        {
            Write(writer, quote);
        }

        writer.WriteLong(Pending.Count);
        for (var i = 0; i < Pending.Count; i++)
        {
            Write(writer, Pending[i]);
        }

        Indicators.Write(writer);
    }

    public void Read(ref StateReader reader)
    {
        Feed = reader.ReadString();
        LastTradeOffset = reader.ReadLong();
        LastQuoteOffset = reader.ReadLong();
        for (var left = reader.ReadCount(8); left > 0; left--)
        {
            var window = ReadWindow(ref reader);
            SetOpen(window.EndSecond, window);
        }

        TradeIds.Read(ref reader);
        for (var left = reader.ReadCount(8); left > 0; left--)
        {
            Quotes.Add(ReadQuote(ref reader));
        }

        for (var left = reader.ReadCount(8); left > 0; left--)
        {
            var signal = ReadPending(ref reader);
            if (Pending.Count > 0 && signal.EndSecond <= Pending[Pending.Count - 1].EndSecond)
            {
                throw new StateFormatException("The saved state has waiting signals out of order.");
            }

            Pending.Enqueue(signal);
        }

        Indicators.Read(ref reader);
    }

    /// <summary>What earlier builds did not have, behind the rest, for them to skip.</summary>
    public void WriteAdditions(StateWriter writer)
    {
        writer.WriteAddition(HoursTag, TradeHour, QuoteHour);
        if (Actions is not null)
        {
            var content = new StateWriter();
            Actions.Write(content);
            writer.WriteLong(ActionsTag);
            writer.WriteBytes(content.Written);
        }
    }

    public void ReadAdditions(ref StateReader reader)
    {
        while (reader.TryReadAddition(out var tag, out var content))
        {
            var addition = new StateReader(content);
            if (tag == HoursTag)
            {
                (TradeHour, QuoteHour) = (addition.ReadLong(), addition.ReadLong());
            }
            else if (tag == ActionsTag)
            {
                Actions = DeclaredActions.Read(ref addition);
            }
        }
    }

    /// <summary>Drops what cannot be there while the clocks are where they are; true when there was something.</summary>
    /// <param name="tradesClosed">Windows that end at this epoch second or before are closed.</param>
    /// <param name="quotesClosed">The same of the quotes log.</param>
    public bool Confine(long tradesClosed, long quotesClosed)
    {
        var latest = tradesClosed == PartitionWatermark.None ? tradesClosed : tradesClosed + OpenSlots - 1;
        var dropped = TradeIds.ForgetAfter(latest) | Quotes.ForgetAfter(quotesClosed == PartitionWatermark.None ? quotesClosed : quotesClosed + OpenSlots);
        for (var i = 0; i < _open.Length; i++)
        {
            if (_open[i] is { } window && (window.EndSecond <= tradesClosed || window.EndSecond > latest))
            {
                _open[i] = null;
                dropped = true;
            }
        }

        for (var left = Pending.Count; left > 0; left--)
        {
            var signal = Pending[0];
            Pending.RemoveFirst();
            if (signal.EndSecond <= tradesClosed)
            {
                Pending.Enqueue(signal);
            }
        }

        if (Indicators.LastEnd <= tradesClosed)
        {
            return dropped;
        }

        RestartIndicators();
        return true;
    }

    private void WriteWindows(StateWriter writer)
    {
        var count = 0;
        foreach (var window in _open)
        {
            count += window is null ? 0 : 1;
        }

        writer.WriteLong(count);
        foreach (var window in _open)
        {
            if (window is null)
            {
                continue;
            }

            writer.WriteLong(window.EndSecond);
            writer.WriteLong(window.IngestTs);
            writer.WriteLong(window.FirstOffset);
            writer.WriteLong(window.LastOffset);
            writer.WriteBits(window.EarlyBar);
            writer.WriteBits(window.EarlySignal);
            writer.WriteLong(window.Count);
            foreach (ref readonly var print in window.Prints)
            {
                Write(writer, print);
            }
        }
    }

    private static OpenWindow ReadWindow(ref StateReader reader)
    {
        var window = new OpenWindow();
        window.Open(reader.ReadLong());
        var (ingestTs, first, last) = (reader.ReadLong(), reader.ReadLong(), reader.ReadLong());
        window.EarlyBar = reader.ReadBits();
        window.EarlySignal = reader.ReadBits();
        for (var left = reader.ReadCount(16); left > 0; left--)
        {
            window.Add(ReadPrint(ref reader));
        }

        window.RestoreInputs(ingestTs, first, last);
        return window;
    }

    private static void Write(StateWriter writer, in TradePrint print)
    {
        writer.WriteLong(print.EventTs);
        writer.WriteLong(print.Seq);
        writer.WriteLong(print.Offset);
        writer.WriteLong(unchecked(print.IngestTs - print.EventTs));
        writer.WriteLong(print.Id);
        writer.WriteLong(print.Exchange);
        writer.WriteByte((byte)((byte)print.Fields | (print.Cancelled ? CancelledBit : 0)));
        writer.WriteDouble(print.Price);
        writer.WriteDouble(print.Size);
    }

    private static TradePrint ReadPrint(ref StateReader reader)
    {
        TradePrint print;
        print.EventTs = reader.ReadLong();
        print.Seq = reader.ReadLong();
        print.Offset = reader.ReadLong();
        print.IngestTs = unchecked(reader.ReadLong() + print.EventTs);
        print.Id = reader.ReadLong();
        print.Exchange = unchecked((uint)reader.ReadLong());
        var flags = reader.ReadByte();
        print.Fields = (TradeFields)(flags & ~CancelledBit);
        print.Cancelled = (flags & CancelledBit) != 0;
        print.Price = reader.ReadDouble();
        print.Size = reader.ReadDouble();
        return print;
    }

    private static void Write(StateWriter writer, in HeldQuote quote)
    {
        writer.WriteLong(quote.Second);
        writer.WriteLong(quote.EventTs);
        writer.WriteLong(quote.Seq);
        writer.WriteLong(quote.IngestTs);
        writer.WriteDouble(quote.BidPrice);
        writer.WriteDouble(quote.BidSize);
        writer.WriteDouble(quote.AskPrice);
        writer.WriteDouble(quote.AskSize);
        writer.WriteLong(quote.BidExchange);
        writer.WriteLong(quote.AskExchange);
    }

    private static HeldQuote ReadQuote(ref StateReader reader) => new(
        reader.ReadLong(), reader.ReadLong(), reader.ReadLong(), reader.ReadLong(),
        reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(),
        unchecked((uint)reader.ReadLong()), unchecked((uint)reader.ReadLong()));

    private static void Write(StateWriter writer, in PendingSignal signal)
    {
        writer.WriteLong(signal.EndSecond);
        writer.WriteLong(signal.IngestTs);
        writer.WriteLong(signal.FirstOffset);
        writer.WriteLong(signal.LastOffset);
        writer.WriteBits(signal.Early);
        signal.Values.Write(writer);
    }

    private static PendingSignal ReadPending(ref StateReader reader) => new(
        reader.ReadLong(), reader.ReadLong(), reader.ReadLong(), reader.ReadLong(), reader.ReadBits(), IndicatorValues.Read(ref reader));
}
