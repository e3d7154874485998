using System.Text;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>Encodes what the engine derives and hands it to the partition's writer.</summary>
internal sealed class PartitionOutput(RecordEncoders encoders, IPartitionWriter writer, TaKafkaOptions options) : IEngineOutput
{
    private readonly Dictionary<string, byte[]> _keys = new(StringComparer.Ordinal);
    private readonly List<long> _signalIngest = [];

    /// <summary>Records written since the last commit.</summary>
    public int Uncommitted { get; private set; }

    /// <summary>Ingest times of the signals written since the last commit, nanoseconds.</summary>
    public IReadOnlyList<long> SignalIngestTimes => _signalIngest;

    public void OnMicrobar(in Microbar bar)
    {
        writer.Write(options.MicrobarsTopic, Key(bar.Envelope.Symbol), encoders.Microbar.Encode(bar));
        Uncommitted++;
    }

    public void OnSignal(in Signal signal)
    {
        writer.Write(options.SignalsTopic, Key(signal.Envelope.Symbol), encoders.Signal.Encode(signal));
        _signalIngest.Add(signal.Envelope.IngestTs);
        Uncommitted++;
    }

    public void DeadLetter(string topic, int partition, long offset, string reason, byte[]? key, byte[]? value)
    {
        writer.Write(options.DeadLetterTopic, key, encoders.DeadLetter.Encode(new DeadLetter(topic, partition, offset, reason, key, value)));
        Uncommitted++;
    }

    public void Committed()
    {
        Uncommitted = 0;
        _signalIngest.Clear();
    }

    private byte[] Key(string symbol)
    {
        if (!_keys.TryGetValue(symbol, out var key))
        {
            _keys[symbol] = key = Encoding.UTF8.GetBytes(symbol);
        }

        return key;
    }
}
