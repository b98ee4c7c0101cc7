using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>
/// Calls the timer functions, to the minute. One whose time passed while the host did not run, or between two ticks of which the
/// second came late, is called at the next tick, as by the Functions host.
/// </summary>
internal sealed partial class TimerListener(
    IServiceProvider services, IReadOnlyList<FunctionMethod> functions, TimeProvider time, ILogger<TimerListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var timers = functions.Where(function => function.Trigger<TimerTriggerAttribute>() is not null)
            .Select(function => (Function: function, Schedule: TimerSchedule.Parse(function.Trigger<TimerTriggerAttribute>()!.Schedule)))
            .ToArray();
        var called = new Dictionary<FunctionMethod, DateTimeOffset>();
        using var ticks = new PeriodicTimer(Minute, time);
        while (await WaitAsync(ticks, stoppingToken))
        {
            foreach (var timer in timers)
            {
                var due = timer.Schedule.LastUntil(time.GetUtcNow());
                if (due > called.GetValueOrDefault(timer.Function))
                {
                    called[timer.Function] = due;
                    await RunAsync(timer.Function, stoppingToken);
                }
            }
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer ticks, CancellationToken stoppingToken)
    {
        try
        {
            return await ticks.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RunAsync(FunctionMethod timer, CancellationToken stoppingToken)
    {
        try
        {
            await timer.InvokeAsync(services, parameter => parameter.Type == typeof(TimerInfo) ? new TimerInfo() : stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // The host writes it down and goes on with the next tick.
            Log.Failed(logger, timer.Name, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(46, LogLevel.Error, "The function {Function} failed")]
        public static partial void Failed(ILogger logger, string function, Exception exception);
    }
}
