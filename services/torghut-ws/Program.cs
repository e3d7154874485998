using Torghut.Common.Hosting;
using Torghut.Ws;

return await ServiceHost.RunAsync(args, WsService.Definition);
