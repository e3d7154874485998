using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>What must hold for a batch before it may be appended; the codes are those Kafka answers with.</summary>
internal static class BatchValidator
{
    private const int MagicPosition = 16;

    public static ErrorCode Validate(ReadOnlyMemory<byte> records, TopicConfig config, out BatchHeader header)
    {
        var batch = records.Span;
        header = default;
        if (batch.Length <= MagicPosition)
        {
            return ErrorCode.InvalidRecord;
        }

        if (batch[MagicPosition] != 2)
        {
            return batch[MagicPosition] < 2 ? ErrorCode.InvalidRecord : ErrorCode.CorruptMessage;
        }

        if (batch.Length < BatchHeader.Length)
        {
            return ErrorCode.InvalidRecord;
        }

        header = BatchHeader.Read(batch);
        if (header.Size < BatchHeader.Length)
        {
            return ErrorCode.CorruptMessage;
        }

        if (header.Size != batch.Length)
        {
            return ErrorCode.InvalidRecord;
        }

        if (batch.Length > config.MaxMessageBytes)
        {
            return ErrorCode.MessageTooLarge;
        }

        if (!header.ChecksumMatches(batch))
        {
            return ErrorCode.CorruptMessage;
        }

        var error = ValidateFields(header);
        return error == ErrorCode.None && config.IsCompacted ? ValidateKeys(records) : error;
    }

    private static ErrorCode ValidateFields(in BatchHeader header)
    {
        if (header.RecordCount <= 0 || header.LastOffsetDelta != header.RecordCount - 1 || header.IsControl)
        {
            return ErrorCode.InvalidRecord;
        }

        if (header.Codec > Codec.Zstd)
        {
            return ErrorCode.UnsupportedCompressionType;
        }

        if (header.HasProducer && (header.ProducerEpoch < 0 || header.BaseSequence < 0))
        {
            return ErrorCode.InvalidRecord;
        }

        return header.IsTransactional && !header.HasProducer ? ErrorCode.InvalidRecord : ErrorCode.None;
    }

    /// <summary>Compaction needs keys, and to be able to read them.</summary>
    private static ErrorCode ValidateKeys(ReadOnlyMemory<byte> batch)
    {
        var error = RecordReader.TryOpen(batch, out var opened);
        if (error != ErrorCode.None)
        {
            return error;
        }

        return opened.Records.All(r => r.Key is not null) ? ErrorCode.None : ErrorCode.InvalidRecord;
    }
}
