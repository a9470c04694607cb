using System.Reflection;
using ChatBot.Bot.Access;

namespace ChatBot.Bot.Admin.Api;

/// <summary>
/// Puts the workspace of the caller's credential in the place where an endpoint takes one: its parameter <c>workspace</c> (from the query),
/// or the property <c>Workspace</c> of its body. A request may name it; another one than the credential opens is refused.
/// </summary>
internal static class CredentialWorkspace
{
    /// <exception cref="InvalidOperationException">An endpoint of the group has no place for it.</exception>
    public static TBuilder InWorkspaceOfCredential<TBuilder>(this TBuilder group)
        where TBuilder : IEndpointConventionBuilder => group.AddEndpointFilterFactory(Make);

    private static EndpointFilterDelegate Make(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var parameters = context.MethodInfo.GetParameters();
        var query = Array.FindIndex(parameters, parameter => parameter.Name == "workspace" && parameter.ParameterType == typeof(string));
        if (query >= 0)
            return call => EnterAsync(call, call.GetArgument<string?>(query), found => call.Arguments[query] = found, next);
        var body = Array.FindIndex(parameters, parameter => PropertyOf(parameter) is not null);
        if (body < 0)
            throw new InvalidOperationException($"{context.MethodInfo.DeclaringType} {context.MethodInfo.Name} takes no workspace.");
        var property = PropertyOf(parameters[body])!;
        return call =>
            call.Arguments[body] is { } said
                ? EnterAsync(call, (string?)property.GetValue(said), found => property.SetValue(said, found), next)
                : next(call); // without a body there is nothing to do, which the endpoint says
    }

    private static ValueTask<object?> EnterAsync(
        EndpointFilterInvocationContext call,
        string? named,
        Action<string> put,
        EndpointFilterDelegate next
    )
    {
        if (Caller.Of(call.HttpContext.User).Enter(named, out var workspace) is { } fault)
            return ValueTask.FromResult<object?>(fault);
        put(workspace);
        return next(call);
    }

    private static PropertyInfo? PropertyOf(ParameterInfo parameter) =>
        parameter.ParameterType.Namespace == typeof(CredentialWorkspace).Namespace
        && parameter.ParameterType.GetProperty("Workspace") is { } property
        && property.PropertyType == typeof(string)
            ? property
            : null;
}
