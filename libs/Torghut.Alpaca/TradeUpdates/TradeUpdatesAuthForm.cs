namespace Torghut.Alpaca.TradeUpdates;

/// <summary>The two ways to authenticate that the server knows.</summary>
public enum TradeUpdatesAuthForm
{
    /// <summary><c>{"action":"auth","key":…,"secret":…}</c>, the documented one.</summary>
    Auth,

    /// <summary><c>{"action":"authenticate","data":{"key_id":…,"secret_key":…}}</c>, the one of older clients.</summary>
    Authenticate,
}
