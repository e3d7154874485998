using System.IO.Compression;
using System.Text;

namespace Torghut.Avro.Files;

/// <summary>Reads an Avro object container file block by block. Damage is <see cref="InvalidDataException"/>.</summary>
public sealed class AvroFileReader : IDisposable
{
    private readonly Stream _stream;
    private readonly byte[] _sync;
    private readonly bool _deflate;
    private readonly MemoryStream _inflated = new();
    private byte[] _block = [];

    /// <param name="stream">Positioned at the file's beginning; closed with the reader.</param>
    /// <exception cref="InvalidDataException">It is no such file, or its codec is neither null nor deflate.</exception>
    public AvroFileReader(Stream stream)
    {
        _stream = stream;
        if (!Exactly(4).AsSpan().SequenceEqual(AvroFileFormat.Magic)) throw new InvalidDataException("The file does not begin as an Avro object container file.");
        var metadata = ReadMetadata();
        _sync = Exactly(AvroFileFormat.SyncSize);
        if (!metadata.TryGetValue(AvroFileFormat.SchemaKey, out var schema)) throw new InvalidDataException("The file names no schema.");
        Schema = AvroSchema.Parse(Encoding.UTF8.GetString(schema));
        var codec = metadata.TryGetValue(AvroFileFormat.CodecKey, out var name) ? Encoding.UTF8.GetString(name) : AvroFileFormat.NullCodec;
        _deflate = codec == AvroFileFormat.DeflateCodec;
        if (!_deflate && codec != AvroFileFormat.NullCodec) throw new InvalidDataException($"The file's codec is '{codec}'; null and deflate can be read.");
    }

    /// <summary>The schema that the data were written with.</summary>
    public AvroSchema Schema { get; }

    /// <summary>Reads the next block; false at the file's end. The data are valid until the next call.</summary>
    /// <param name="count">Data in the block.</param>
    public bool TryReadBlock(out long count, out ReadOnlyMemory<byte> data)
    {
        data = default;
        if (!TryReadLong(out count)) return false;
        if (!TryReadLong(out var size) || size is < 0 or > AvroFileFormat.MaxBlockBytes || count < 0)
            throw new InvalidDataException($"A block claims {count} data in {size} bytes.");
        if (_block.Length < size) _block = new byte[size];
        _stream.ReadExactly(_block, 0, (int)size);
        if (!Exactly(AvroFileFormat.SyncSize).AsSpan().SequenceEqual(_sync)) throw new InvalidDataException("A block does not end with the file's marker.");
        data = _deflate ? Inflate((int)size) : _block.AsMemory(0, (int)size);
        return true;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _inflated.Dispose();
    }

    private ReadOnlyMemory<byte> Inflate(int size)
    {
        _inflated.SetLength(0);
        using var compressed = new MemoryStream(_block, 0, size, writable: false);
        using var inflate = new DeflateStream(compressed, CompressionMode.Decompress);
        var part = new byte[16 * 1024];
        for (var read = inflate.Read(part); read > 0; read = inflate.Read(part))
        {
            if (_inflated.Length + read > AvroFileFormat.MaxBlockBytes) throw new InvalidDataException("A block is larger than can be read.");
            _inflated.Write(part, 0, read);
        }

        return _inflated.GetBuffer().AsMemory(0, (int)_inflated.Length);
    }

    private Dictionary<string, byte[]> ReadMetadata()
    {
        var metadata = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var count = ReadLong(); count != 0; count = ReadLong())
        {
            // A negative count is followed by the size of the block, which only those need who skip it.
            if (count < 0) ReadLong();
            for (var left = Math.Abs(count); left > 0; left--)
            {
                var key = Encoding.UTF8.GetString(Exactly(ReadLong()));
                metadata[key] = Exactly(ReadLong());
            }
        }

        return metadata;
    }

    private long ReadLong() => TryReadLong(out var value) ? value : throw new EndOfStreamException("The file ends in its header.");

    private bool TryReadLong(out long value)
    {
        ulong bits = 0;
        value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = _stream.ReadByte();
            if (part < 0) return shift == 0 ? false : throw new EndOfStreamException("The file ends within a number.");
            bits |= unchecked((ulong)(part & 0x7F) << shift);
            if (part < 0x80)
            {
                value = unchecked((long)(bits >> 1) ^ -(long)(bits & 1));
                return true;
            }
        }

        throw new InvalidDataException("A number in the file has no end.");
    }

    private byte[] Exactly(long count)
    {
        if (count is < 0 or > AvroFileFormat.MaxBlockBytes) throw new InvalidDataException($"The file's header claims {count} bytes.");
        var bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }
}
