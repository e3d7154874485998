using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Groups;

/// <summary>Reads the topics out of a consumer's subscription (version, then topics), the one part of it the broker ever needs.</summary>
internal static class ConsumerSubscription
{
    public static IReadOnlyList<string> Topics(byte[] metadata)
    {
        if (metadata.Length == 0)
        {
            return [];
        }

        try
        {
            var reader = new WireReader();
            reader.Reset(metadata, 0, metadata.Length);
            reader.Int16();
            var topics = new string[reader.ArrayLength()];
            for (var i = 0; i < topics.Length; i++)
            {
                topics[i] = reader.String();
            }

            return topics;
        }
        catch (ProtocolException)
        {
            // Another protocol type's metadata: what it subscribes to is not for the broker to know.
            return [];
        }
    }
}
