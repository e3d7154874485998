using Torghut.Contracts.Codecs;
using Torghut.Contracts.Records;

namespace Torghut.Ta.Compute;

/// <summary>Results as Avro object container files by the contract's schemas.</summary>
internal sealed class AvroResults(string folder) : IResultFiles
{
    private readonly RecordFileWriter<Microbar> _microbars = new(File.Create(Path.Combine(folder, "microbars.avro")), RecordCodecs.Microbar);
    private readonly RecordFileWriter<Signal> _signals = new(File.Create(Path.Combine(folder, "signals.avro")), RecordCodecs.Signal);

    public long Microbars { get; private set; }

    public long Signals { get; private set; }

    public void OnMicrobar(in Microbar bar)
    {
        _microbars.Append(bar);
        Microbars++;
    }

    public void OnSignal(in Signal signal)
    {
        _signals.Append(signal);
        Signals++;
    }

    public void Dispose()
    {
        _microbars.Dispose();
        _signals.Dispose();
    }
}
