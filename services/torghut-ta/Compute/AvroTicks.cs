using Torghut.Avro;
using Torghut.Avro.Files;
using Torghut.Contracts.Codecs;

namespace Torghut.Ta.Compute;

/// <summary>Records of an Avro object container file, written with any schema that the contract's can read.</summary>
/// <param name="convert">From the contract's record to the engine's event.</param>
internal sealed class AvroTicks<TRecord, TTick> : ITickReader<TTick>
    where TRecord : struct
{
    private readonly FileStream _file;
    private readonly AvroFileReader _reader;
    private readonly AvroResolver _resolver;
    private readonly RecordCodec<TRecord> _codec;
    private readonly Func<TRecord, TTick> _convert;
    private readonly AvroStringPool _strings = new();
    private readonly System.Buffers.ArrayBufferWriter<byte> _resolved = new();
    private ReadOnlyMemory<byte> _block;
    private long _left;
    private long _offset = -1;

    public AvroTicks(string path, RecordCodec<TRecord> codec, Func<TRecord, TTick> convert)
    {
        Name = Path.GetFileName(path);
        _file = File.OpenRead(path);
        _reader = new AvroFileReader(new BufferedStream(_file));
        _resolver = new AvroResolver(_reader.Schema, codec.Schema);
        _codec = codec;
        _convert = convert;
    }

    public string Name { get; }

    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public bool TryRead(out TTick tick, out long offset)
    {
        while (_left == 0)
        {
            if (!_reader.TryReadBlock(out _left, out _block))
            {
                (tick, offset) = (default!, 0);
                return false;
            }
        }

        _left--;
        offset = ++_offset;
        tick = _convert(ReadRecord());
        return true;
    }

    public void Dispose() => _reader.Dispose();

    private TRecord ReadRecord()
    {
        var writer = new AvroReader(_block.Span);
        var datum = writer.Slice(_reader.Schema);
        _block = _block[writer.Position..];
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
