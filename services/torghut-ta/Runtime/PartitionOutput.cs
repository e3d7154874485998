using System.Text;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>Encodes what the engine derives and hands it to the partition's writer.</summary>
internal sealed class PartitionOutput(RecordEncoders encoders, IPartitionWriter writer, TaKafkaOptions options) : IEngineOutput
{
    /// <summary>Keys kept ready; symbols come and go.</summary>
    private const int MaxKeys = 65_536;

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

    /// <summary>Key and value are cut to what a record may have: a letter that brokers refuse would end the transaction that carries it, for ever.</summary>
    public void DeadLetter(string topic, int partition, long offset, string reason, byte[]? key, byte[]? value)
    {
        (key, value) = (DeadLetterLimits.Cut(key), DeadLetterLimits.Cut(value));
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
            if (_keys.Count >= MaxKeys)
            {
                _keys.Clear();
            }

            _keys[symbol] = key = Encoding.UTF8.GetBytes(symbol);
        }

        return key;
    }
}
