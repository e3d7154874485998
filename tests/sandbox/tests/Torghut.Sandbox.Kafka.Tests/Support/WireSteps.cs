using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Tests.Support;

/// <summary>The requests of a producer, one by one.</summary>
internal static class WireSteps
{
    public static (ErrorCode Error, long Offset) Produce(this WireClient client, string topic, byte[] batch, string? transactionalId = null, int partition = 0)
    {
        var response = client.Call(ApiKey.Produce, 7, w =>
        {
            w.String(transactionalId);
            w.Int16(-1);
            w.Int32(10_000);
            w.Array(1);
            w.String(topic);
            w.Array(1);
            w.Int32(partition);
            w.Bytes(batch);
        });
        response.ArrayLength();
        response.String();
        response.ArrayLength();
        response.Int32();
        return ((ErrorCode)response.Int16(), response.Int64());
    }

    /// <summary>As it is answered the first time; an id without transactions is asked for again while the cluster has none to give yet.</summary>
    public static ProducerIdentity InitProducer(this WireClient client, string? transactionalId, int timeoutMs = 60_000)
    {
        return transactionalId is null ? Retried(InitOnce, identity => identity.Error) : InitOnce();

        ProducerIdentity InitOnce()
        {
            var response = client.Call(ApiKey.InitProducerId, 1, w =>
            {
                w.String(transactionalId);
                w.Int32(timeoutMs);
            });
            response.Int32();
            return new ProducerIdentity((ErrorCode)response.Int16(), response.Int64(), response.Int16());
        }
    }

    /// <summary>As a client does it: a coordinator that is busy or elsewhere for a moment is asked again.</summary>
    public static ProducerIdentity InitProducerPatiently(this WireClient client, string? transactionalId, int timeoutMs = 60_000)
    {
        // Asking where the coordinator is makes a real cluster create what it keeps transactions in.
        client.Call(ApiKey.FindCoordinator, 1, w =>
        {
            w.String(transactionalId);
            w.Int8(1);
        });
        for (var attempt = 0; ; attempt++)
        {
            var identity = client.InitProducer(transactionalId, timeoutMs);
            if (identity.Error is ErrorCode.None || attempt == 100)
            {
                return identity;
            }

            new ManualResetEventSlim().Wait(50);
        }
    }

    public static ErrorCode AddPartition(this WireClient client, string transactionalId, ProducerIdentity producer, string topic, int partition = 0) =>
        Retried(() =>
    {
        var response = client.Call(ApiKey.AddPartitionsToTxn, 0, w =>
        {
            Identify(w, transactionalId, producer);
            w.Array(1);
            w.String(topic);
            w.Array(1);
            w.Int32(partition);
        });
        response.Int32();
        response.ArrayLength();
        response.String();
        response.ArrayLength();
        response.Int32();
        return (ErrorCode)response.Int16();
    });

    public static ErrorCode AddOffsets(this WireClient client, string transactionalId, ProducerIdentity producer, string group) => Retried(() =>
    {
        var response = client.Call(ApiKey.AddOffsetsToTxn, 0, w =>
        {
            Identify(w, transactionalId, producer);
            w.String(group);
        });
        response.Int32();
        return (ErrorCode)response.Int16();
    });

    public static ErrorCode CommitOffset(this WireClient client, string transactionalId, ProducerIdentity producer, string group, string topic, long offset)
    {
        var response = client.Call(ApiKey.TxnOffsetCommit, 0, w =>
        {
            w.String(transactionalId);
            w.String(group);
            w.Int64(producer.ProducerId);
            w.Int16(producer.Epoch);
            w.Array(1);
            w.String(topic);
            w.Array(1);
            w.Int32(0);
            w.Int64(offset);
            w.String(null);
        });
        response.Int32();
        response.ArrayLength();
        response.String();
        response.ArrayLength();
        response.Int32();
        return (ErrorCode)response.Int16();
    }

    public static ErrorCode EndTransaction(this WireClient client, string transactionalId, ProducerIdentity producer, bool commit) => Retried(() =>
    {
        var response = client.Call(ApiKey.EndTxn, 0, w =>
        {
            Identify(w, transactionalId, producer);
            w.Boolean(commit);
        });
        response.Int32();
        return (ErrorCode)response.Int16();
    });

    /// <summary>A group's committed offset in partition 0; -1 for none. Transactions still open are not waited for.</summary>
    public static long FetchOffset(this WireClient client, string group, string topic)
    {
        var response = client.Call(ApiKey.OffsetFetch, 1, w =>
        {
            w.String(group);
            w.Array(1);
            w.String(topic);
            w.Array(1);
            w.Int32(0);
        });
        response.ArrayLength();
        response.String();
        response.ArrayLength();
        response.Int32();
        return response.Int64();
    }

    /// <summary>Partition 0's end as one isolation level sees it, or its start.</summary>
    public static long ListOffset(this WireClient client, string topic, long timestamp, bool readCommitted = false)
    {
        var response = client.Call(ApiKey.ListOffsets, 2, w =>
        {
            w.Int32(-1);
            w.Int8(readCommitted ? (sbyte)1 : (sbyte)0);
            w.Array(1);
            w.String(topic);
            w.Array(1);
            w.Int32(0);
            w.Int64(timestamp);
        });
        response.Int32();
        response.ArrayLength();
        response.String();
        response.ArrayLength();
        response.Int32();
        Assert.That((ErrorCode)response.Int16(), Is.EqualTo(ErrorCode.None));
        response.Int64();
        return response.Int64();
    }

    private static void Identify(WireWriter writer, string transactionalId, ProducerIdentity producer)
    {
        writer.String(transactionalId);
        writer.Int64(producer.ProducerId);
        writer.Int16(producer.Epoch);
    }

    private static ErrorCode Retried(Func<ErrorCode> request) => Retried(request, error => error);

    /// <summary>
    /// A real coordinator ends the last transaction in the background and refuses the next until it has; it loads its state after it was
    /// named, and may have moved.
    /// </summary>
    private static T Retried<T>(Func<T> request, Func<T, ErrorCode> errorOf)
    {
        var result = request();
        for (var attempt = 0; attempt < 100 && IsPassing(errorOf(result)); attempt++)
        {
            new ManualResetEventSlim().Wait(20);
            result = request();
        }

        return result;
    }

    private static bool IsPassing(ErrorCode error) => error is ErrorCode.ConcurrentTransactions
        or ErrorCode.CoordinatorLoadInProgress or ErrorCode.CoordinatorNotAvailable or ErrorCode.NotCoordinator;
}
