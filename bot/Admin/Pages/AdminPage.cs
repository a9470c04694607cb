using ChatBot.Bot.Access;
using ChatBot.Bot.Access.SignIn;
using ChatBot.Bot.Admin.Api;
using ChatBot.Learning.Audit;
using Microsoft.AspNetCore.Components;

namespace ChatBot.Bot.Admin.Pages;

/// <summary>What every page knows: who looks, at which workspace, and what to say about what was just done.</summary>
public abstract class AdminPage : ComponentBase
{
    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    protected string Workspace => PersonSession.WorkspaceOf(Http.User);

    /// <summary>As the audit and other admins see the person.</summary>
    protected Auditor Actor => AdminRequest.Actor(Http.User);

    protected bool IsAdmin => Http.User.IsInRole(Roles.Admin);

    /// <summary>Why a posted form was refused; the page shows it and what was typed.</summary>
    protected string? Fault { get; private set; }

    protected CancellationToken Cancel => Http.RequestAborted;

    /// <summary>Reads what the page shows; parameters are set, nothing is rendered yet.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    /// <summary>
    /// Loads before the first rendering: a component would otherwise be rendered once while a database is still being waited for.
    /// </summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await LoadAsync();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    protected void Refuse(int status, string why)
    {
        Fault = why;
        RespondWith(status);
    }

    /// <summary>
    /// The status of the page, set when it is written: of a page that has 404 before, nothing is rendered. The last one counts, and
    /// neither a redirect nor a fault that came after it is changed.
    /// </summary>
    protected void RespondWith(int status) =>
        Http.Response.OnStarting(() =>
        {
            if (Http.Response.StatusCode == StatusCodes.Status200OK) // the last that was registered is asked first
                Http.Response.StatusCode = status;
            return Task.CompletedTask;
        });

    /// <summary>The browser gets the page anew, so that going back or reloading posts nothing twice.</summary>
    protected void Leave(string address) => Navigation.NavigateTo(address);
}
