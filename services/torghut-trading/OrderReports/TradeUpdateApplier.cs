using Npgsql;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Storage;

namespace Torghut.Trading.OrderReports;

/// <summary>Applies one trade update. What it says of itself decides whether it can be; a dependency that does not answer says nothing of it.</summary>
internal sealed class TradeUpdateApplier(SwitchOptions switches, OrderReportHandler reports, ISchemaSource registry, TimeProvider time)
{
    private readonly RecordDecoder<TradeUpdate> _decoder = new(RecordCodecs.TradeUpdate, registry, time);

    /// <param name="value">The record's value.</param>
    /// <param name="origin">The record, for tracing; null while nobody traces.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What became of it. Exceptions are those of <see cref="IsOfTheWorld"/>: the same record may be applied later.</returns>
    public async Task<TradeUpdateResult> ApplyAsync(byte[]? value, MessageOrigin? origin, CancellationToken cancellationToken)
    {
        try
        {
            var decoded = await _decoder.DecodeAsync(value, cancellationToken);
            if (!decoded.IsSuccess)
            {
                return TradeUpdateResult.Refuse(decoded.Reason);
            }

            if (decoded.Value.AccountLabel != switches.AccountLabel)
            {
                return new TradeUpdateResult("other_account", null);
            }

            var report = TradeUpdateMapping.ToReport(decoded.Value) with { Origin = origin };
            var result = await reports.ApplyAsync(AlpacaAdapterNames.NameOf(switches), report, cancellationToken);
            return new TradeUpdateResult(result.NewEvent ? "applied" : "repeated", null);
        }
        catch (Exception refused) when (!IsOfTheWorld(refused))
        {
            return TradeUpdateResult.Refuse(ReasonOf(refused));
        }
    }

    /// <summary>Whether a failure is a dependency's rather than the record's.</summary>
    public static bool IsOfTheWorld(Exception failure) => failure switch
    {
        PostgresException refused => !RefusedValue.Is(refused),
        NpgsqlException or TimeoutException or SchemaSourceException or OperationCanceledException or ObjectDisposedException => true,
        _ => false,
    };

    private static string ReasonOf(Exception refused) => refused switch
    {
        PostgresException postgres => $"not_storable: {postgres.SqlState} {postgres.MessageText}",
        OrderReportRefusedException => refused.Message,
        OrderIdentityException => $"identity: {refused.Message}",
        _ => $"not_understood: {refused.Message}",
    };
}
