using Torghut.Avro.Files;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Records;

namespace Torghut.Ta.Compute;

/// <summary>Results as Avro object container files by the contract's schemas.</summary>
internal sealed class AvroResults(string folder) : IResultFiles
{
    private readonly AvroFileWriter _microbars = new(File.Create(Path.Combine(folder, "microbars.avro")), ContractSchemas.Microbar);
    private readonly AvroFileWriter _signals = new(File.Create(Path.Combine(folder, "signals.avro")), ContractSchemas.Signal);

    public long Microbars { get; private set; }

    public long Signals { get; private set; }

    public void OnMicrobar(in Microbar bar)
    {
        var writer = _microbars.Writer;
        MicrobarCodec.Write(bar, ref writer);
        _microbars.DatumWritten();
        Microbars++;
    }

    public void OnSignal(in Signal signal)
    {
        var writer = _signals.Writer;
        SignalCodec.Write(signal, ref writer);
        _signals.DatumWritten();
        Signals++;
    }

    public void Dispose()
    {
        _microbars.Dispose();
        _signals.Dispose();
    }
}
