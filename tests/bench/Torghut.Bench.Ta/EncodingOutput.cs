using System.Buffers;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;

namespace Torghut.Bench.Ta;

/// <summary>Encodes what the engine derives into a buffer that is used again, and counts it.</summary>
internal sealed class EncodingOutput : IEngineOutput
{
    private readonly RecordEncoder<Microbar> _bars = new(RecordCodecs.Microbar, 1);
    private readonly RecordEncoder<Signal> _signals = new(RecordCodecs.Signal, 2);
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    public long Bytes { get; private set; }

    public void OnMicrobar(in Microbar bar)
    {
        _buffer.ResetWrittenCount();
        _bars.Encode(bar, _buffer);
        Bytes += _buffer.WrittenCount;
    }

    public void OnSignal(in Signal signal)
    {
        _buffer.ResetWrittenCount();
        _signals.Encode(signal, _buffer);
        Bytes += _buffer.WrittenCount;
    }
}
