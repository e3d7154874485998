using Dapper;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Backtest;

/// <summary>Reports that were put forward as evidence; a row once written stays.</summary>
internal sealed class BacktestReports(Database database)
{
    private const string Columns =
        "sha256, account_label, catalogue_digest, data_digest, periods, trials, insufficient, deflated_sharpe, registered_at";

    /// <summary>Writes a report down; the same one again is the one that is there. Whether it is new.</summary>
    public async Task<bool> RegisterAsync(BacktestEvidence evidence, byte[] report, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO backtest_reports (account_label, sha256, catalogue_digest, data_digest, periods, trials, insufficient, deflated_sharpe, report)
            VALUES (@AccountLabel, @Sha256, @CatalogueDigest, @DataDigest, @Periods, @Trials, @Insufficient, @DeflatedSharpe, @report)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                evidence.AccountLabel,
                evidence.Sha256,
                evidence.CatalogueDigest,
                evidence.DataDigest,
                evidence.Periods,
                evidence.Trials,
                evidence.Insufficient,
                evidence.DeflatedSharpe,
                report,
            },
            cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>The newest report of the account on these strategies; that of others, if those are all there are; null without any.</summary>
    public async Task<BacktestEvidence?> NewestAsync(string account, string catalogueDigest, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<BacktestEvidence>(new CommandDefinition(
            $"""
            SELECT {Columns} FROM backtest_reports WHERE account_label = @account
            ORDER BY (catalogue_digest = @catalogueDigest) DESC, registered_at DESC LIMIT 1
            """,
            new { account, catalogueDigest },
            cancellationToken: cancellationToken));
    }
}
