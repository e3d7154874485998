using System.IO.Compression;

namespace Torghut.Contracts.Containers;

/// <summary>
/// The blocks of an Avro object container file, one after the other, from a file or a pipe, within bounds: nothing is allocated because a length says so
/// before the bytes are there.
/// </summary>
public sealed class ContainerReader
{
    /// <summary>Largest block, bytes, both as it stands in the file and inflated.</summary>
    public const int MaxBlockBytes = 64 << 20;

    private readonly ContainerInput _input;
    private readonly byte[] _sync = new byte[ContainerHeader.SyncBytes];
    private byte[] _block = new byte[128 << 10];
    private byte[] _inflated = [];
    private int _length;

    /// <param name="stream">Read with few large reads when it is buffered.</param>
    /// <exception cref="InvalidDataException">It does not begin as a container file.</exception>
    public ContainerReader(Stream stream)
    {
        _input = new ContainerInput(stream);
        Header = ContainerHeader.Read(_input);
    }

    public ContainerHeader Header { get; }

    /// <summary>Data in the block at hand.</summary>
    public long Count { get; private set; }

    /// <summary>The data of the block at hand, valid until the next one is read.</summary>
    public ReadOnlyMemory<byte> Block => (Header.Deflate ? _inflated : _block).AsMemory(0, _length);

    /// <summary>Goes on to the next block; false at the end.</summary>
    /// <exception cref="InvalidDataException">The block is damaged or larger than the bounds.</exception>
    /// <exception cref="EndOfStreamException">The stream ends within it.</exception>
    public bool MoveNext()
    {
        if (!_input.TryLong(out var count))
        {
            return false;
        }

        var size = _input.Long();
        if (size is < 0 or > MaxBlockBytes || count < 0 || count > MaxBlockBytes)
        {
            throw new InvalidDataException($"A block claims {count} data in {size} bytes.");
        }

        Read((int)size);
        _input.Exactly(_sync);
        if (!_sync.AsSpan().SequenceEqual(Header.Sync))
        {
            throw new InvalidDataException("A block does not end with the file's marker.");
        }

        (Count, _length) = (count, Header.Deflate ? Inflate((int)size) : (int)size);
        return true;
    }

    /// <summary>Grows with what has arrived, never with what is claimed.</summary>
    private void Read(int size)
    {
        for (var read = 0; read < size;)
        {
            if (read == _block.Length)
            {
                Array.Resize(ref _block, Math.Min(size, 2 * _block.Length));
            }

            var part = Math.Min(size, _block.Length) - read;
            _input.Exactly(_block.AsSpan(read, part));
            read += part;
        }
    }

    private int Inflate(int size)
    {
        using var compressed = new MemoryStream(_block, 0, size, writable: false);
        using var deflate = new DeflateStream(compressed, CompressionMode.Decompress);
        var length = 0;
        while (true)
        {
            if (length == _inflated.Length)
            {
                if (length >= MaxBlockBytes)
                {
                    throw new InvalidDataException($"A block is larger than can be read: it inflates to more than {MaxBlockBytes} bytes.");
                }

                Array.Resize(ref _inflated, Math.Min(MaxBlockBytes, Math.Max(128 << 10, 2 * length)));
            }

            var read = deflate.Read(_inflated.AsSpan(length));
            if (read == 0)
            {
                return length;
            }

            length += read;
        }
    }
}
