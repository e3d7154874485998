namespace Torghut.Alpaca.Tests.Trading;

internal static class Samples
{
    public const string Order =
        """
        {"id":"61e69015-8549-4bfd-b9c3-01e75843f47d","client_order_id":"c1","created_at":"2026-04-06T15:54:26.838232225Z","submitted_at":"2026-04-06T11:54:26-04:00",
         "asset_id":"a","symbol":"AAPL","asset_class":"us_equity","notional":null,"qty":"10","filled_qty":"3","filled_avg_price":"162.9233333333","order_class":"",
         "order_type":"limit","type":"limit","side":"buy","time_in_force":"day","limit_price":"162.5","stop_price":null,"status":"partially_filled",
         "extended_hours":false,"legs":null,"replaced_by":null,"replaces":null,"novelty":{"x":1}}
        """;

    public const string Account =
        """
        {"id":"uuid","account_number":"PA1","status":"ACTIVE","currency":"USD","cash":"100000","buying_power":"400000","regt_buying_power":"200000","equity":"100000.01",
         "multiplier":"4","shorting_enabled":true,"trading_blocked":false,"account_blocked":false,"pattern_day_trader":null,"daytrade_count":null,"bod_dtbp":0}
        """;

    public const string Position =
        """
        {"asset_id":"uuid","symbol":"AAPL","exchange":"NASDAQ","asset_class":"us_equity","asset_marginable":true,"qty":"-5","qty_available":"-5","avg_entry_price":"100.0",
         "side":"short","market_value":"-600.0","cost_basis":"-500.0","unrealized_pl":null,"current_price":null}
        """;

    public const string NotFound = """{"code":40410000,"message":"order not found for X"}""";

    public const string NoBuyingPower = """{"code":40310000,"message":"insufficient buying power"}""";
}
