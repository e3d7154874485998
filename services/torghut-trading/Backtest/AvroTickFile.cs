using System.Buffers;
using Torghut.Avro;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Containers;
using Torghut.Contracts.Records;

namespace Torghut.Trading.Backtest;

/// <summary>Trades or quotes of an Avro object container file, written with any schema that the contract's can read; whichever symbols it holds.</summary>
internal sealed class AvroTickFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly ContainerReader _blocks;
    private readonly AvroResolver _resolver;
    private readonly AvroStringPool _strings = new();
    private readonly ArrayBufferWriter<byte> _resolved = new();
    private readonly IReadOnlySet<string>? _symbols;
    private MarketTick _current = new("", long.MinValue, false, 0, 0, 0, 0);
    private long _left;
    private int _position;

    /// <param name="path">The file.</param>
    /// <param name="symbols">Only these; null for all.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds neither.</exception>
    public AvroTickFile(string path, IReadOnlySet<string>? symbols)
    {
        (_path, _symbols) = (path, symbols);
        _file = File.OpenRead(path);
        try
        {
            _blocks = new ContainerReader(_file);
            var name = (_blocks.Header.Schema as RecordSchema)?.Name;
            IsTrade = name == ((RecordSchema)ContractSchemas.Trade).Name;
            if (!IsTrade && name != ((RecordSchema)ContractSchemas.Quote).Name)
            {
                throw new InvalidDataException($"{path} holds {name ?? "no records"}, neither trades nor quotes.");
            }

            _resolver = new AvroResolver(_blocks.Header.Schema, IsTrade ? RecordCodecs.Trade.Schema : RecordCodecs.Quote.Schema);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public bool IsTrade { get; }

    public ref readonly MarketTick Current => ref _current;

    /// <exception cref="InvalidDataException">The ticks are not in the order of time.</exception>
    /// <exception cref="AvroException">A datum is malformed.</exception>
    public bool MoveNext()
    {
        while (Next() is { } datum)
        {
            var reader = new AvroReader(datum.Span);
            if (!(IsTrade ? Take(RecordCodecs.Trade.Read(ref reader, _strings), out var tick) : Take(RecordCodecs.Quote.Read(ref reader, _strings), out tick)))
            {
                continue;
            }

            if (tick.At < _current.At)
            {
                throw new InvalidDataException($"{_path} is not in the order of event time.");
            }

            _current = tick;
            return true;
        }

        return false;
    }

    public void Dispose() => _file.Dispose();

    private ReadOnlyMemory<byte>? Next()
    {
        while (_left == 0)
        {
            if (!_blocks.MoveNext())
            {
                return null;
            }

            (_left, _position) = (_blocks.Count, 0);
        }

        var rest = _blocks.Block[_position..];
        var length = new AvroReader(rest.Span).Slice(_blocks.Header.Schema).Length;
        _position += length;
        _left--;
        if (_resolver.IsIdentity)
        {
            return rest[..length];
        }

        _resolved.ResetWrittenCount();
        _resolver.Transcode(rest.Span[..length], _resolved);
        return _resolved.WrittenMemory;
    }

    /// <summary>Corrections and cancellations come after the fact: nothing could have filled by them.</summary>
    private bool Take(in Trade trade, out MarketTick tick)
    {
        tick = new MarketTick(trade.Envelope.Symbol, trade.Envelope.EventTs, true, Amount(trade.Price), Amount(trade.Size), 0, 0);
        return trade.Envelope.Channel == Channels.Trades && tick.Price > 0 && Wanted(tick)
            && FillingTrades.Counts(trade.Conditions, trade.Tape is [var tape, ..] ? tape : ' ');
    }

    private bool Take(in Quote quote, out MarketTick tick)
    {
        tick = new MarketTick(
            quote.Envelope.Symbol, quote.Envelope.EventTs, false, Amount(quote.BidPrice), Amount(quote.BidSize), Amount(quote.AskPrice), Amount(quote.AskSize));
        return Wanted(tick);
    }

    private bool Wanted(in MarketTick tick) => _symbols?.Contains(tick.Symbol) != false;

    private static decimal Amount(double value) => value is > 0 and < 1e12 ? Math.Round((decimal)value, 8) : 0;
}
