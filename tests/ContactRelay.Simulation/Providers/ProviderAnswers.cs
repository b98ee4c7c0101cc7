using System.Globalization;
using System.Net;
using System.Text;
using ContactRelay.Simulation.Core;

namespace ContactRelay.Simulation.Providers;

/// <content>What the provider answers, or does instead.</content>
internal sealed partial class ProviderWorld
{
    // The last holds a tenant until its updates have run out of time: with days of that a run is nothing but wake-ups.
    private static readonly string[] Lies = ["0", "-5", "Thu, 01 Jan 1970 00:00:00 GMT", "soon", "7200", "99999999999999"];

    /// <summary>The request is there.</summary>
    private void Arrive(ProviderCall call)
    {
        if (!call.IsOnItsWay)
        {
            return;
        }

        var faults = world.Faults;
        if (!IsKey(call))
        {
            Refuse(call, 401, "Who are you?");
        }
        else if (IsBad(call))
        {
            Refuse(call, call.Tenant.IsKulea ? 200 : 400, "A bad value.");
        }
        else if (faults.Happens(FaultKind.ProviderFails))
        {
            Refuse(call, world.Random.OneIn(2) ? 500 : 503, "Out of order.");
        }
        else if (faults.Happens(FaultKind.LyingRetryAfter))
        {
            Refuse(call, world.Random.OneIn(2) ? 429 : 503, "Later.", world.Random.Pick(Lies.AsSpan(0, world.MaxAge.TotalDays > 1 ? Lies.Length - 1 : Lies.Length)));
        }
        else if (faults.Happens(FaultKind.ContactRefused))
        {
            Refused.Add(call.Key);
            Refuse(call, 404, "No such contact.");
        }
        else if (call.Tenant.IsKulea && faults.Happens(FaultKind.ContactArchived))
        {
            Archived.Add(call.Key);
            call.IsOnItsWay = false;
            Answer(call, 200, """{"success":true,"archived":true}""");
        }
        else if (!LosesAnswer(call))
        {
            Apply(call);
            Answer(call, 200, Success(call));
        }
    }

    /// <summary>The ways in which a call is applied, and the process that made it does not learn so, or late.</summary>
    private bool LosesAnswer(ProviderCall call)
    {
        var faults = world.Faults;
        if (faults.Happens(FaultKind.EffectThenTimeOut))
        {
            // At once, while the caller waits, or, where this is later than its time-out, when it has given up.
            Land(call, world.Sometime(world.Random.OneIn(3) ? 1 : 70_000));
            return true;
        }

        if (faults.Happens(FaultKind.AnswerLost))
        {
            Break(call, new HttpRequestException(HttpRequestError.ResponseEnded, "reset"), hasAnswer: false);
            Land(call, world.Sometime(Stray));
            return true;
        }

        if (faults.Happens(FaultKind.ResetInBody))
        {
            Apply(call);
            Answer(call, 200, Success(call), isReset: true);
            return true;
        }

        if (faults.Happens(FaultKind.SlowBody))
        {
            Apply(call);
            Answer(call, 200, Success(call), bodyDelay: 1 + world.Latency(60_000));
            return true;
        }

        if (faults.Happens(FaultKind.MalformedBody))
        {
            if (world.Random.OneIn(2))
            {
                Apply(call);
            }

            call.IsOnItsWay = false;
            Answer(call, 200, world.Random.OneIn(2) ? "<html>Welcome</html>" : """{"success":""", isReadable: false);
            return true;
        }

        return false;
    }

    private static string Success(ProviderCall call) => call.Tenant.IsKulea
        ? $$"""{"success":true,"archived":false,"crm_id":"{{call.Key.ContactId}}"}"""
        : $$"""{"id":"{{call.Key.ContactId}}","email":"{{call.Body.Values.First(value => value.Key == "email").Value}}"}""";

    private void Refuse(ProviderCall call, int status, string reason, string? retryAfter = null)
    {
        call.IsOnItsWay = false;
        Answer(call, status, $$"""{"success":false,"reason":"{{reason}}","message":"{{reason}}"}""", retryAfter);
    }

    private void Break(ProviderCall call, HttpRequestException exception, bool hasAnswer) =>
        Later(call, () =>
        {
            call.Activity?.Learns(world.Scheduler.Now, "no answer");
            call.End(world.Scheduler.Now, hasAnswer);
            world.Trace.Add(call.Activity?.Name ?? "", "call", call.Key.ContactId, exception.HttpRequestError.ToString());
            call.Response.TrySetException(exception);
        });

    private void Answer(
        ProviderCall call, int status, string body, string? retryAfter = null, bool isReset = false, long bodyDelay = 0, bool isReadable = true) =>
        Later(call, () =>
        {
            call.Activity?.Learns(world.Scheduler.Now, body);
            world.Trace.Add(call.Activity?.Name ?? "", "call", call.Key.ContactId, status.ToString(CultureInfo.InvariantCulture));
            if (world.Faults.Happens(FaultKind.CrashAfterEffect))
            {
                world.Trace.Add(call.Instance.Name, "dies after", "call");
                world.Crash(call.Instance);
                return;
            }

            var bytes = Encoding.UTF8.GetBytes(body);
            var response = new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new AnswerContent(token => ReadBodyAsync(call, bytes, isReset, bodyDelay, token)),
            };
            if (retryAfter is not null)
            {
                response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            }

            if (!isReset && bodyDelay == 0)
            {
                call.End(world.Scheduler.Now, isReadable);
            }

            call.Response.TrySetResult(response);
        });

    private Task<byte[]> ReadBodyAsync(ProviderCall call, byte[] bytes, bool isReset, long delay, CancellationToken cancellationToken)
    {
        if (isReset)
        {
            Abandon(call);
            return Task.FromException<byte[]>(new IOException("reset"));
        }

        if (delay == 0)
        {
            return Task.FromResult(bytes);
        }

        var body = new TaskCompletionSource<byte[]>();
        cancellationToken.UnsafeRegister(
            _ =>
            {
                Abandon(call);
                body.TrySetCanceled(cancellationToken);
            },
            null);
        world.Scheduler.Add(
            new ActionStep(() =>
            {
                call.End(world.Scheduler.Now, hasAnswer: true);
                body.TrySetResult(bytes);
            })
            { Owner = call.Instance, Activity = call.Activity },
            delay);
        return body.Task;
    }

    /// <summary>Something comes back to the process that called, if it still is there.</summary>
    private void Later(ProviderCall call, Action action)
    {
        if (!world.IsInstant)
        {
            world.Scheduler.Add(new ActionStep(action) { Owner = call.Instance, Activity = call.Activity }, world.Random.Next(300));
        }
        else if (!call.Instance.IsDead)
        {
            action();
        }
    }
}
