using Torghut.Common.Hosting;
using Torghut.Trading.Hosting;

return await ServiceHost.RunAsync(args, TradingService.Definition);
