using Torghut.Common.Hosting;
using Torghut.Ws.Hosting;

return await ServiceHost.RunAsync(args, WsService.Definition);
