using System.Diagnostics;
using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>Serves the HTTP functions as the Functions host does.</summary>
internal static partial class HttpFunctions
{
    /// <summary>Maps each function's route and methods; what no function takes is a 404, a wrong method too.</summary>
    public static void MapHttpFunctions(this WebApplication app, IEnumerable<FunctionMethod> functions, string routePrefix, MasterKey masterKey)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HttpFunctions));
        foreach (var function in functions)
        {
            if (function.Trigger<HttpTriggerAttribute>() is { } trigger)
            {
                var route = $"/{routePrefix}/{trigger.Route}";
                RequestDelegate handle = context => RelayTelemetry.Source.HasListeners()
                    ? TraceAsync(context, route, function, app.Services, masterKey, logger)
                    : HandleAsync(context, function, app.Services, masterKey, logger);
                app.MapMethods(
                    route,
                    trigger.Methods!.Select(method => method.ToUpperInvariant()),
                    trigger.AuthLevel == AuthorizationLevel.Admin ? context => AuthorizeAsync(context, masterKey, handle) : handle);
            }
        }

        app.MapFallback("{**path}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    /// <summary>Without the key the host answers 401 with an empty body.</summary>
    private static Task AuthorizeAsync(HttpContext context, MasterKey masterKey, RequestDelegate handle)
    {
        if (masterKey.IsIn(context.Request))
        {
            return handle(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    /// <summary>
    /// The span of a call, which the Functions host starts on Azure; the web server's own would be there for the sandbox
    /// too. It has the route, and not the URL, which holds a contact's id.
    /// </summary>
    private static async Task TraceAsync(
        HttpContext context, string route, FunctionMethod function, IServiceProvider services, MasterKey masterKey, ILogger logger)
    {
        var headers = context.Request.Headers;
        ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var caller);
        using var span = RelayTelemetry.Source.StartActivity($"{context.Request.Method} {route}", ActivityKind.Server, caller);
        await HandleAsync(context, function, services, masterKey, logger);
        span?.SetTag("http.request.method", context.Request.Method)
            .SetTag("http.route", route)
            .SetTag("url.scheme", context.Request.Scheme)
            .SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span?.SetTag("error.type", context.Response.StatusCode.ToString(CultureInfo.InvariantCulture)).SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>Calls the function. All services are singletons, so a call needs no scope of them.</summary>
    private static async Task HandleAsync(HttpContext context, FunctionMethod function, IServiceProvider services, MasterKey masterKey, ILogger logger)
    {
        try
        {
            var task = function.InvokeAsync(services, parameter => Bind(parameter, context, masterKey));
            await ((BufferedResponseData)await (Task<HttpResponseData>)task).WriteToAsync(context.Response);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // The host answers so too: 500 and an empty body.
            Log.Failed(logger, function.Name, e);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Log.CallerGone(logger, function.Name);
        }
    }

    private static object? Bind(FunctionParameter parameter, HttpContext context, MasterKey masterKey) =>
        parameter.Type == typeof(HttpRequestData) ? new KestrelRequestData(context, masterKey)
        : parameter.Type == typeof(CancellationToken) ? context.RequestAborted
        : context.Request.RouteValues[parameter.Name];

    private static partial class Log
    {
        [LoggerMessage(31, LogLevel.Error, "The function {Function} failed")]
        public static partial void Failed(ILogger logger, string function, Exception exception);

        [LoggerMessage(32, LogLevel.Debug, "The caller of {Function} has gone")]
        public static partial void CallerGone(ILogger logger, string function);
    }
}
