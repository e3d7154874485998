using System.Buffers;
using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Containers;

/// <summary>Reads a <see cref="DerivedStream"/>, written by this version or an older one, from a file or a pipe.</summary>
public sealed class DerivedStreamReader : IDisposable
{
    private const int StreamBuffer = 256 << 10;

    private readonly Stream _stream;
    private readonly ContainerReader _container;
    private readonly AvroResolver _resolver;
    private readonly bool _same;
    private readonly AvroStringPool _strings = new();
    private readonly ArrayBufferWriter<byte> _resolved = new();
    private int _position;
    private long _left;

    /// <param name="stream">Closed with the reader.</param>
    /// <exception cref="InvalidDataException">It is no container file, or one of other records.</exception>
    public DerivedStreamReader(Stream stream)
    {
        _stream = new BufferedStream(stream, StreamBuffer);
        _container = new ContainerReader(_stream);
        _same = _container.Header.Schema.CanonicalForm == DerivedStream.Schema.CanonicalForm;
        _resolver = new AvroResolver(_container.Header.Schema, DerivedStream.Schema);
        if (_resolver.Incompatibilities.Count > 0)
        {
            throw new InvalidDataException($"The records are not microbars and signals: {_resolver.Incompatibilities[0]}");
        }
    }

    /// <summary>Records read so far.</summary>
    public long Records { get; private set; }

    /// <summary>Reads the next record.</summary>
    /// <param name="bar">The bar, where it is one.</param>
    /// <param name="signal">The signal, where it is one.</param>
    /// <returns>The record's branch, or -1 at the end.</returns>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    /// <exception cref="AvroException">A record is malformed.</exception>
    public int Read(out Microbar bar, out Signal signal)
    {
        (bar, signal) = (default, default);
        while (_left == 0)
        {
            if (!_container.MoveNext())
            {
                return -1;
            }

            (_left, _position) = (_container.Count, 0);
            if (!_same)
            {
                Resolve();
            }
        }

        var data = _same ? _container.Block.Span : _resolved.WrittenSpan;
        var reader = new AvroReader(data[_position..]);
        var branch = reader.ReadUnionIndex(DerivedStream.Branches);
        if (branch == DerivedStream.MicrobarBranch)
        {
            bar = MicrobarCodec.Read(ref reader, _strings);
        }
        else
        {
            signal = SignalCodec.Read(ref reader, _strings);
        }

        _position += reader.Position;
        _left--;
        Records++;
        if (_left == 0 && _position != data.Length)
        {
            throw new InvalidDataException($"{data.Length - _position} bytes are left after a block's last record.");
        }

        return branch;
    }

    public void Dispose() => _stream.Dispose();

    private void Resolve()
    {
        _resolved.ResetWrittenCount();
        var rest = _container.Block.Span;
        for (var left = _left; left > 0; left--)
        {
            var reader = new AvroReader(rest);
            _resolver.Transcode(reader.Slice(_container.Header.Schema), _resolved);
            rest = rest[reader.Position..];
        }
    }
}
