using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Apis;
using Torghut.Sandbox.Kafka.Faults;
using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Networking;

/// <summary>Reads a request's head, finds who handles it, and frames the answer.</summary>
internal sealed class RequestDispatcher(ApiHandlers handlers, GroupCoordinator groups, FaultPanel faults, TimeProvider time, ILogger logger)
{
    private const int SizePrefix = 4;
    private static readonly TimeSpan SilentLook = TimeSpan.FromMilliseconds(50);

    public async ValueTask<RequestOutcome> HandleAsync(ArraySegment<byte> frame, RequestContext context)
    {
        var reader = context.Reader;
        reader.Reset(frame.Array!, frame.Offset, frame.Count);
        var (key, version, correlation) = (reader.Int16(), reader.Int16(), reader.Int32());
        if (!ApiVersions.TryGet(key, out var known))
        {
            throw new ProtocolException($"Request kind {key} is not supported");
        }

        context.ClientId = reader.HeaderString() ?? "";
        (context.Version, context.Forced, context.IsOneWay, context.ClosesConnection) = (version, ErrorCode.None, false, false);
        Start(context, known, correlation);
        if (version < known.Min || version > known.Max)
        {
            return RefuseVersion(context, known);
        }

        if (!context.Identity.IsReady && known.Key is not (ApiKey.ApiVersions or ApiKey.SaslHandshake or ApiKey.SaslAuthenticate))
        {
            throw new ProtocolException("A request before the login");
        }

        if (faults.IsSilent)
        {
            return await KeepSilentAsync(context).ConfigureAwait(false);
        }

        var fault = faults.Take(known.Key);
        if (fault?.Kind == FaultKind.DropBefore)
        {
            return RequestOutcome.Close;
        }

        if (fault?.Kind == FaultKind.Delay)
        {
            await Task.Delay(fault.Duration, time, context.Closed).ConfigureAwait(false);
        }

        if (fault?.Kind == FaultKind.Error)
        {
            context.Forced = (ErrorCode)fault.ErrorCode;
        }
        else if (groups.IsAway)
        {
            context.Forced = CoordinatorLoss.ErrorFor(known.Key);
        }

        try
        {
            await handlers[known.Key].HandleAsync(context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (ProtocolException or OperationCanceledException))
        {
            BrokerEvents.RequestFailed(logger, e, key, version, context.ClientId);
            return RequestOutcome.Close;
        }

        if (fault?.Kind == FaultKind.DropAfter)
        {
            return RequestOutcome.Close;
        }

        return Finish(context);
    }

    /// <summary>A machine that comes back knows nothing of the connections it had.</summary>
    private async ValueTask<RequestOutcome> KeepSilentAsync(RequestContext context)
    {
        while (faults.IsSilent)
        {
            await Task.Delay(SilentLook, time, context.Closed).ConfigureAwait(false);
        }

        return RequestOutcome.Close;
    }

    private static void Start(RequestContext context, ApiVersion known, int correlation)
    {
        var flexible = context.Version >= known.FirstFlexible;
        context.Reader.Flexible = flexible;

        // Nothing after the head is read of a request in an unknown version.
        if (context.Version <= known.Max)
        {
            context.Reader.Tags();
        }

        var writer = context.Writer;
        writer.Clear();
        writer.Int32(0);
        writer.Int32(correlation);
        writer.Flexible = flexible;

        // A client that has yet to learn our versions must be able to read this head in any.
        if (known.Key != ApiKey.ApiVersions)
        {
            writer.Tags();
        }
    }

    private static RequestOutcome RefuseVersion(RequestContext context, ApiVersion known)
    {
        if (known.Key != ApiKey.ApiVersions)
        {
            throw new ProtocolException($"{known.Key} version {context.Version} is not supported");
        }

        context.Writer.Flexible = false;
        ApiVersionsHandler.Write(context.Writer, 0, ErrorCode.UnsupportedVersion);
        return Finish(context);
    }

    private static RequestOutcome Finish(RequestContext context)
    {
        if (context.IsOneWay)
        {
            return RequestOutcome.Silent;
        }

        context.Writer.PatchInt32(0, context.Writer.Length - SizePrefix);
        return RequestOutcome.Answered;
    }
}
