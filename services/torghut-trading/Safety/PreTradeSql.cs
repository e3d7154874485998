namespace Torghut.Trading.Safety;

/// <summary>
/// What <see cref="PreTradeGate"/> asks of memory, asked of the database in the statement that lets an order leave or go elsewhere. Once memory agrees, an
/// order leaves only if the database does too: another instance may have taken the lease or engaged a latch.
/// </summary>
internal static class PreTradeSql
{
    /// <summary>
    /// <c>FROM</c> and the first conditions of an <c>UPDATE trade_decisions d</c>; further conditions follow with <c>AND</c>. Holds while the lease
    /// <c>@Name</c>, <c>@Owner</c>, <c>@Token</c> is in force, by the database's clock and until the transaction ends, and no latch is engaged that stops
    /// decision <c>@Id</c>: the emergency stop stops every order, any other latch what opens exposure.
    /// </summary>
    public const string MayLeave =
        """
        FROM (SELECT 1 FROM trading_lease WHERE name = @Name AND owner = @Owner AND token = @Token AND expires_at > clock_timestamp() FOR SHARE) l
        WHERE d.id = @Id
          AND NOT EXISTS (SELECT 1 FROM trading_state s WHERE s.account_label = d.account_label AND s.engaged
                          AND (s.latch = 'emergency_stop' OR d.opens_exposure))
        """;
}
