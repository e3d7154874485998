using Dapper;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Advisory;

/// <summary>Reads stored reviews, a page at a time.</summary>
internal sealed class RecordedReviews(Database database)
{
    private const int Page = 500;

    public async IAsyncEnumerable<RecordedReview> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = Guid.Empty;
        while (true)
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            var rows = (await connection.QueryAsync<RecordedReview>(new CommandDefinition(
                $"""
                SELECT id, outcome, effect, verdict, reasons, http_status, response, coalesce(response_sha256, '') AS response_sha256, subject,
                  policy::text AS policy, order_before::text AS order_before, order_after::text AS order_after
                FROM llm_decision_reviews WHERE outcome IS NOT NULL AND id > @after ORDER BY id LIMIT {Page}
                """,
                new { after },
                cancellationToken: cancellationToken))).AsList();
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < Page)
            {
                yield break;
            }

            after = rows[^1].Id;
        }
    }
}
