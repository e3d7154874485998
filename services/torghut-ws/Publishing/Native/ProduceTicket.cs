namespace Torghut.Ws.Publishing.Native;

/// <summary>What a delivery report has to know of its record, packed into the pointer that librdkafka carries along: no object a record.</summary>
internal readonly record struct ProduceTicket(ProduceTopic Topic, long StartedAt)
{
    private const int TopicBits = 3;
    private const long TopicMask = (1 << TopicBits) - 1;

    // The monotonic clock counts from the machine's start: its top three bits stay free for 36 years of nanoseconds.
    public nint Pack() => unchecked((nint)((StartedAt << TopicBits) | (uint)Topic));

    public static ProduceTicket Unpack(nint packed) => new((ProduceTopic)(packed & TopicMask), packed >> TopicBits);
}
