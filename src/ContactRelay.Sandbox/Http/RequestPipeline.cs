using ContactRelay.Sandbox.Control;
using ContactRelay.Sandbox.Providers;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Http;

/// <summary>Takes every request: to the control endpoints, or through the provider's faults to its stand-in.</summary>
internal sealed class RequestPipeline(Lanes lanes, ControlEndpoints control, TimeProvider time, CancellationToken stopping)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    private async Task RouteAsync(HttpContext context)
    {
        if (LoopbackRequests.Refusal(context.Request) is { } refusal)
        {
            await WriteAsync(context, ControlAnswers.Error(StatusCodes.Status403Forbidden, refusal));
            return;
        }

        var target = RawTarget.Parse(RequestReader.RawTargetOf(context));
        var lane = lanes.For(target);
        ReadOnlyMemory<byte> body;
        try
        {
            body = await RequestReader.ReadBodyAsync(context);
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(context, lane?.StandIn.Error(e.StatusCode, e.Message) ?? ControlAnswers.Error(e.StatusCode, e.Message));
            return;
        }

        if (lane is null)
        {
            await WriteAsync(context, control.Handle(context.Request.Method, target, body));
            return;
        }

        await CallAsync(context, lane, target, body);
    }

    private async Task CallAsync(HttpContext context, Lane lane, RawTarget target, ReadOnlyMemory<byte> body)
    {
        var now = time.GetUtcNow();
        var request = RequestReader.Record(context, body, now);
        lane.Requests.Add(request);

        var fault = request.Fault = lane.Faults.Take();
        Answer? answer = null;
        try
        {
            if (fault is { Delay.Ticks: > 0 })
            {
                using var cut = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
                await Task.Delay(fault.Delay, time, cut.Token);
            }

            var segments = target.SegmentsAfter(lane.StandIn.Root);
            var call = new Call(request.Method, segments, context.Request.Query, request.Headers, body, now, fault is not { Drop: true });
            answer = AnswerOf(lane.StandIn, call, fault);
        }
        finally
        {
            // Before the answer goes out, so that whoever has it also finds it in the list.
            request.Ended(answer?.Status, time.GetUtcNow());
        }

        if (answer is null)
        {
            context.Abort();
            return;
        }

        await WriteAsync(context, answer);
    }

    /// <summary>The answer, or null for none.</summary>
    private static Answer? AnswerOf(IStandIn standIn, Call call, SandboxFault? fault)
    {
        switch (fault)
        {
            case null:
                return standIn.Handle(call);
            case { Reset: true }:
                return null;
            case { ApplyThenReset: true }:
                standIn.Handle(call with { Apply = true });
                return null;
            case { Status: not null } or { Body: not null }:
                return standIn.Error(fault.Status ?? StatusCodes.Status200OK, "A fault that was asked for.").With(fault);
            default:
                return standIn.Handle(call).With(fault);
        }
    }

    private static async Task WriteAsync(HttpContext context, Answer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        if (answer.RetryAfter is not null)
        {
            response.Headers.RetryAfter = answer.RetryAfter;
        }

        if (answer.Status is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified)
        {
            return;
        }

        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
