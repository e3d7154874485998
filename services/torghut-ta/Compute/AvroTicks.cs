using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Containers;

namespace Torghut.Ta.Compute;

/// <summary>Records of an Avro object container file, written with any schema that the contract's can read.</summary>
internal sealed class AvroTicks<TRecord, TTick> : ITickReader<TTick>
    where TRecord : struct
{
    private readonly FileStream _file;
    private readonly ContainerReader _blocks;
    private readonly AvroResolver _resolver;
    private readonly RecordCodec<TRecord> _codec;
    private readonly Func<TRecord, TTick> _convert;
    private readonly AvroStringPool _strings = new();
    private readonly System.Buffers.ArrayBufferWriter<byte> _resolved = new();
    private long _offset = -1;
    private long _left;
    private int _position;

    /// <param name="convert">From the contract's record to the engine's event.</param>
    /// <exception cref="InvalidDataException">The file is damaged or larger in a part than can be read.</exception>
    /// <exception cref="AvroException">A datum is malformed.</exception>
    public AvroTicks(string path, RecordCodec<TRecord> codec, Func<TRecord, TTick> convert)
    {
        Name = Path.GetFileName(path);
        _codec = codec;
        _convert = convert;
        _file = File.OpenRead(path);
        try
        {
            // Of a file that is damaged somewhere nothing is computed.
            ContainerCheck.Blocks(new ContainerReader(_file));
            _file.Position = 0;
            _blocks = new ContainerReader(_file);
            _resolver = new AvroResolver(_blocks.Header.Schema, codec.Schema);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public string Name { get; }

    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public bool TryRead(out TTick tick, out long offset)
    {
        (tick, offset) = (default!, 0);
        while (_left == 0)
        {
            if (!_blocks.MoveNext())
            {
                return false;
            }

            (_left, _position) = (_blocks.Count, 0);
        }

        var reader = new AvroReader(_blocks.Block.Span[_position..]);
        var datum = reader.Slice(_blocks.Header.Schema);
        _position += datum.Length;
        _left--;
        offset = ++_offset;
        tick = _convert(Decode(datum));
        return true;
    }

    public void Dispose() => _file.Dispose();

    private TRecord Decode(ReadOnlySpan<byte> datum)
    {
        if (!_resolver.IsIdentity)
        {
            _resolved.ResetWrittenCount();
            _resolver.Transcode(datum, _resolved);
            datum = _resolved.WrittenSpan;
        }

        var reader = new AvroReader(datum);
        return _codec.Read(ref reader, _strings);
    }
}
