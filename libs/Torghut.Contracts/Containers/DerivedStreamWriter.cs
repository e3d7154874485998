using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Containers;

/// <summary>Writes a <see cref="DerivedStream"/>. The caller keeps its order.</summary>
/// <param name="stream">A file or a pipe; closed with the writer.</param>
public sealed class DerivedStreamWriter(Stream stream) : IDisposable
{
    private readonly ContainerWriter _container = new(stream, DerivedStream.Schema);

    public void Append(in Microbar bar)
    {
        var writer = new AvroWriter(_container.Buffer);
        writer.WriteUnionIndex(DerivedStream.MicrobarBranch);
        MicrobarCodec.Write(bar, ref writer);
        _container.Appended();
    }

    public void Append(in Signal signal)
    {
        var writer = new AvroWriter(_container.Buffer);
        writer.WriteUnionIndex(DerivedStream.SignalBranch);
        SignalCodec.Write(signal, ref writer);
        _container.Appended();
    }

    public void Dispose() => _container.Dispose();
}
